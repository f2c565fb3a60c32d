#include "text/g2p/english/unicode.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "text/characters/compatibility.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::size_t kMaxMarks = 16;

utf8proc_category_t category(char32_t c) { return utf8proc_category(static_cast<utf8proc_int32_t>(c)); }

bool is_ascii_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

/// The digit that a character stands for (Unicode's Digit and Decimal numeric types), or -1.
int digit_value(char32_t c) {
  if (c < 0x80) return is_ascii_digit(c) ? static_cast<int>(c - U'0') : -1;
  if (category(c) == UTF8PROC_CATEGORY_ND) {
    // Decimal digits come in runs of ten, from zero up.
    int value = 0;
    while (value < 10 && category(c - static_cast<char32_t>(value) - 1) == UTF8PROC_CATEGORY_ND) ++value;
    return value % 10;
  }
  return -1;
}

bool needs_folding(char32_t c) { return c >= 0x80; }

}  // namespace

bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_alpha(char32_t c) {
  if (c < 0x80) return is_ascii_letter(c);
  const auto kind = category(c);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool is_upper_letter(char32_t c) { return c < 0x80 ? c >= U'A' && c <= U'Z' : category(c) == UTF8PROC_CATEGORY_LU; }

bool is_lower_letter(char32_t c) { return c < 0x80 ? c >= U'a' && c <= U'z' : category(c) == UTF8PROC_CATEGORY_LL; }

bool is_decimal(char32_t c) { return c < 0x80 ? is_ascii_digit(c) : category(c) == UTF8PROC_CATEGORY_ND; }

bool is_mark(char32_t c) {
  if (c < 0x300) return false;
  const auto kind = category(c);
  return kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
}

bool is_word_character(char32_t c) {
  if (c < 0x80) return is_ascii_letter(c) || is_ascii_digit(c) || c == U'_';
  const auto kind = category(c);
  return is_alpha(c) || (kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO);
}

bool all_alpha(std::u32string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_alpha); }

char32_t to_lower(char32_t c) {
  if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

char32_t to_upper(char32_t c) {
  if (c < 0x80) return c >= U'a' && c <= U'z' ? c - 32 : c;
  return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}

std::u32string lower(std::u32string_view text) {
  std::u32string out(text);
  for (char32_t& c : out) c = to_lower(c);
  return out;
}

std::u32string upper(std::u32string_view text) {
  std::u32string out(text);
  for (char32_t& c : out) c = to_upper(c);
  return out;
}

bool is_lowered(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return c == to_lower(c); });
}

bool is_uppered(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return c == to_upper(c); });
}

std::u32string capitalized(std::u32string_view text) {
  std::u32string out = lower(text);
  if (!out.empty()) out.front() = to_upper(out.front());
  return out;
}

std::u32string folded(std::u32string_view text) {
  std::u32string plain(text);
  std::replace(plain.begin(), plain.end(), U'‘', U'\'');
  std::replace(plain.begin(), plain.end(), U'’', U'\'');
  if (std::none_of(plain.begin(), plain.end(), needs_folding)) return plain;
  std::u32string bounded;
  std::size_t marks = 0;
  for (const char32_t c : plain) {
    marks = is_mark(c) ? marks + 1 : 0;
    if (marks <= kMaxMarks) bounded += c;
  }
  std::u32string out;
  out += nfkc(bounded);
  for (char32_t& c : out) {
    if (const int value = c < 0x80 ? -1 : digit_value(c); value >= 0) c = U'0' + static_cast<char32_t>(value);
  }
  return out;
}

}  // namespace kokoro::text::english
