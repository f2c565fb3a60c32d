#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/characters/source.hpp"

namespace kokoro::text {

/// A number with its counter in katakana, long vowels as ー, words divided by spaces; nothing where `end` is 0.
struct CountedNumber {
  std::string kana;
  std::size_t end = 0;  ///< code point after the counter
};

/// A whole number in katakana: "312" → サンビャクジューニ. `digits` are ASCII.
std::string katakana_cardinal(std::string_view digits);
/// Digit by digit: "03" → ゼロサン.
std::string katakana_digits(std::string_view digits);

/// The number `digits` (ASCII) with the counter that stands at source[at], with the sound changes between the two: 1本
/// イッポン, 3階 サンガイ, 4時 ヨジ, 8日 ヨーカ, 2人 フタリ. Nothing when none stands there, or when the characters
/// after it make another word of it (本人, 分析).
CountedNumber counted_number(std::string_view digits, const Source& source, std::size_t at);

/// Month, day, hour and the like without a counter in the text: `counter` is one of 年月日時分秒.
std::string counted_kana(std::string_view digits, char32_t counter);

/// Kanji numerals from source[begin] on: those with a counter behind them (八日 ヨーカ, 二人 フタリ), and those in
/// which a sound changes (三百 サンビャク). Nothing for all others, and where the whole is another word (十分, 三日月,
/// 八百屋).
CountedNumber kanji_number(const Source& source, std::size_t begin);

}  // namespace kokoro::text
