#pragma once

#include <string>
#include <string_view>

namespace kokoro::text {

/// ASCII digits in hiragana, as misaki's num2kana reads them: "2024" → にせんにじゅうよん, "0" → ゼロ. Leading zeros
/// are dropped. More than 16 digits are read one by one.
std::string japanese_cardinal(std::string_view digits);
/// "3.14" → さんてんいちよん.
std::string japanese_decimal(std::string_view number);
/// Digit by digit: "090" → ゼロきゅうゼロ.
std::string japanese_digits(std::string_view digits);

}  // namespace kokoro::text
