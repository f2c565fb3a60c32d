#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kokoro {

/// Byte position of the first invalid sequence (overlong forms, surrogates and values past U+10FFFF included), or
/// nothing when `text` is valid UTF-8.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// The code points of valid UTF-8.
std::u32string to_code_points(std::string_view text);

/// Appends one code point as UTF-8.
void append_utf8(std::string& out, char32_t code_point);

std::string to_utf8(std::u32string_view code_points);

/// Number of code points of valid UTF-8.
std::size_t count_code_points(std::string_view text);

}  // namespace kokoro
