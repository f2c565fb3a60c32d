#pragma once

#include <string>
#include <string_view>

namespace kokoro::cli {

/// A JSON string literal with its quotes. `text` is UTF-8.
std::string json_text(std::string_view text);

}  // namespace kokoro::cli
