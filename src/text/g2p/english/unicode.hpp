#pragma once

#include <string>
#include <string_view>

namespace kokoro::text::english {

/// Characters as Python's str methods see them, which misaki's rules are written in.

bool is_alpha(char32_t c);         ///< category L
bool is_upper_letter(char32_t c);  ///< category Lu
bool is_lower_letter(char32_t c);  ///< category Ll
bool is_decimal(char32_t c);       ///< category Nd
bool is_mark(char32_t c);          ///< category M
bool is_word_character(char32_t c);
bool is_ascii_digit(char32_t c);

bool all_alpha(std::u32string_view text);  ///< false for an empty text
char32_t to_lower(char32_t c);
char32_t to_upper(char32_t c);
std::u32string lower(std::u32string_view text);
std::u32string upper(std::u32string_view text);
bool is_lowered(std::u32string_view text);  ///< text == lower(text): also for digits and signs
bool is_uppered(std::u32string_view text);
std::u32string capitalized(std::u32string_view text);

/// Typographic apostrophes straight, NFKC, and digits of any kind (², ③, ٣) as ASCII digits. At most 16 combining
/// marks after one character are kept: to order more takes quadratic time.
std::u32string folded(std::u32string_view text);

}  // namespace kokoro::text::english
