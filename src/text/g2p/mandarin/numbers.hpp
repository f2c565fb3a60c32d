#pragma once

#include <string>
#include <string_view>

namespace kokoro::text {

/// Numbers in Chinese characters, as cn2an writes them. Arguments are ASCII digits.

/// "1024" → 一千零二十四, "15" → 十五. More than 16 digits, or leading zeros, are read digit by digit.
std::string mandarin_cardinal(std::string_view digits);
/// "3.14" → 三点一四; without a point, as mandarin_cardinal().
std::string mandarin_decimal(std::string_view number);
/// "2024" → 二零二四.
std::string mandarin_digits(std::string_view digits);

}  // namespace kokoro::text
