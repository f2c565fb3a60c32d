#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kokoro::text {

/// Looking at UTF-8 text byte by byte; positions past the end are allowed and give NUL.
inline char byte_at(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : '\0'; }
inline bool is_digit_byte(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper_byte(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_lower_byte(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_letter_byte(char c) { return is_upper_byte(c) || is_lower_byte(c); }
inline bool is_alnum_byte(char c) { return is_letter_byte(c) || is_digit_byte(c); }
inline bool is_blank_byte(char c) { return c == ' ' || c == '\t'; }
inline char upper_byte(char c) { return is_lower_byte(c) ? static_cast<char>(c - ('a' - 'A')) : c; }

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;  ///< in bytes
};

/// The code point at `i`; an invalid byte is U+FFFD of length 1, the end is NUL of length 1.
CodePoint code_point_at(std::string_view text, std::size_t i);
/// The code point that ends before `i`; NUL at the start.
char32_t code_point_before(std::string_view text, std::size_t i);

/// A letter or digit of any script.
bool is_word_char(char32_t c);
bool word_char_at(std::string_view text, std::size_t i);
bool word_char_before(std::string_view text, std::size_t i);

/// Number of digits at `i`, at most `most`.
std::size_t count_digits(std::string_view text, std::size_t i, std::size_t most);
/// Number of ASCII letters at `i`, at most `most`.
std::size_t count_letters(std::string_view text, std::size_t i, std::size_t most);
/// First position at or after `i` that is no blank.
std::size_t skip_blanks(std::string_view text, std::size_t i);
/// Whether `text` has `piece` at `i`.
bool has_at(std::string_view text, std::size_t i, std::string_view piece);
/// The ASCII word (letters only, at most 24) that ends before `i`, blanks between them passed over; lower case.
std::string word_before(std::string_view text, std::size_t i);

}  // namespace kokoro::text
