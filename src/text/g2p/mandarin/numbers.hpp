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
/// As mandarin_digits(), with 幺 for one, as telephone numbers are said: "110" → 幺幺零.
std::string mandarin_telephone(std::string_view digits);
/// A cardinal that counts things: 2 as 两 alone and before 千, 万 and 亿: "2000" → 两千.
std::string mandarin_count(std::string_view digits);

}  // namespace kokoro::text
