#include "text/characters/bytes.hpp"

#include <utf8proc.h>

#include "base/ascii.hpp"
#include "text/characters/characters.hpp"

namespace kokoro::text {

CodePoint code_point_at(std::string_view text, std::size_t i) {
  if (i >= text.size()) return {};
  if (static_cast<unsigned char>(text[i]) < 0x80) return {static_cast<char32_t>(text[i]), 1};
  utf8proc_int32_t c = 0;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i);
  const utf8proc_ssize_t length = utf8proc_iterate(at, static_cast<utf8proc_ssize_t>(text.size() - i), &c);
  if (length <= 0) return {U'\uFFFD', 1};
  return {static_cast<char32_t>(c), static_cast<std::size_t>(length)};
}

char32_t code_point_before(std::string_view text, std::size_t i) {
  if (i == 0 || i > text.size()) return 0;
  std::size_t begin = i - 1;
  while (begin > 0 && i - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
  return code_point_at(text, begin).value;
}

bool is_word_char(char32_t c) {
  if (c < 0x80) return is_alnum_byte(static_cast<char>(c));
  return is_letter(c) || is_digit(c) || (is_joining(c) && c >= 0x300);
}

bool word_char_at(std::string_view text, std::size_t i) {
  return i < text.size() && is_word_char(code_point_at(text, i).value);
}

bool word_char_before(std::string_view text, std::size_t i) {
  return i > 0 && is_word_char(code_point_before(text, i));
}

std::size_t count_digits(std::string_view text, std::size_t i, std::size_t most) {
  std::size_t n = 0;
  while (n < most && is_digit_byte(byte_at(text, i + n))) ++n;
  return n;
}

std::size_t count_letters(std::string_view text, std::size_t i, std::size_t most) {
  std::size_t n = 0;
  while (n < most && is_letter_byte(byte_at(text, i + n))) ++n;
  return n;
}

std::size_t skip_blanks(std::string_view text, std::size_t i) {
  while (i < text.size() && is_blank_byte(text[i])) ++i;
  return i;
}

bool has_at(std::string_view text, std::size_t i, std::string_view piece) {
  return i <= text.size() && text.substr(i, piece.size()) == piece;
}

std::string word_before(std::string_view text, std::size_t i) {
  constexpr std::size_t kMaxBlanks = 4;
  constexpr std::size_t kMaxLetters = 24;
  std::size_t end = i;
  while (end > 0 && i - end < kMaxBlanks && is_blank_byte(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && end - begin < kMaxLetters && is_letter_byte(text[begin - 1])) --begin;
  return ascii_lower(text.substr(begin, end - begin));
}

}  // namespace kokoro::text
