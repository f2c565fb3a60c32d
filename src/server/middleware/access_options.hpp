#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kokoro::server {

/// Who may use the server.
struct AccessOptions {
  std::vector<std::string> api_keys;      ///< empty, without a file: no key is asked for
  std::filesystem::path api_key_file;     ///< one key a line; read again on SIGHUP
  bool loopback_without_key = false;      ///< clients of this machine need no key
  std::vector<std::string> cors_origins;  ///< web pages that may use the server; "*": all
};

}  // namespace kokoro::server
