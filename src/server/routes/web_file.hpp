#pragma once

#include <string_view>

namespace kokoro::server {

/// A file of the folder web/, which is part of the program.
struct WebFile {
  std::string_view name;  ///< "app.js"
  std::string_view content;
  std::string_view content_type;
};

/// Null for a name that is not among them.
const WebFile* find_web_file(std::string_view name);

}  // namespace kokoro::server
