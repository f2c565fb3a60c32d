#include "text/characters/bytes.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_normalization {
namespace {

/// The byte before `at` that is no blank, NUL at a line's start.
char before_blanks(std::string_view text, std::size_t at) {
  constexpr std::size_t kMost = 4;
  std::size_t i = at;
  while (i > 0 && at - i < kMost && is_blank_byte(text[i - 1])) --i;
  return i == 0 ? '\0' : text[i - 1];
}

/// Whether the numbers around a dash at `at` stand in a sum: an operator or "=" near them.
bool in_formula(std::string_view text, std::size_t at) {
  constexpr std::size_t kNear = 12;
  for (std::size_t i = at; i-- > 0 && at - i <= kNear && text[i] != '\n';) {
    if (text[i] == '=' || text[i] == '+' || text[i] == '*') return true;
    if (is_letter_byte(text[i])) break;
  }
  for (std::size_t i = at + 1; i < text.size() && i - at <= kNear && text[i] != '\n'; ++i) {
    if (text[i] == '=' || text[i] == '+' || text[i] == '*' || has_at(text, i, "×")) return true;
    if (is_letter_byte(text[i])) break;
  }
  return false;
}

std::optional<Reading> read_dash(std::string_view text, std::size_t at) {
  std::size_t end = 0;
  if (text[at] == '-') end = at + 1;
  if (has_at(text, at, "–")) end = at + 3;
  if (end == 0) return std::nullopt;
  const char left = before_blanks(text, at);
  const std::size_t right_at = skip_blanks(text, end);
  const bool blanks = right_at > end && at > 0 && is_blank_byte(text[at - 1]);
  const bool glued = right_at == end && at > 0 && !is_blank_byte(text[at - 1]);
  const char right = byte_at(text, right_at);
  const bool number_right = is_digit_byte(right) ||
                            ((right == '$' || right == '.') && is_digit_byte(byte_at(text, right_at + 1))) ||
                            has_at(text, right_at, "£") || has_at(text, right_at, "€");
  const bool number_left = is_digit_byte(left) || left == '%';
  // "9am-5pm", "5%-10%", "20°-30°": the left side ends in its unit.
  const bool unit_left = glued && number_right && at >= 2 &&
                         (text[at - 1] == 'm' || (at >= 2 && has_at(text, at - 2, "°")) || text[at - 1] == 'k') &&
                         (is_digit_byte(text[at - 2]) || (at >= 3 && is_digit_byte(text[at - 3])));
  if (glued && number_right && (number_left || unit_left)) return Reading{end, " to "};
  if (blanks && number_right && number_left)
    return Reading{end, text[at] == '-' && in_formula(text, at) ? "minus" : "to"};
  const bool variables = blanks && is_letter_byte(left) && at >= 2 && !word_char_before(text, at - 2) &&
                         (is_digit_byte(right) || count_letters(text, right_at, 2) == 1);
  if (variables && in_formula(text, at)) return Reading{end, "minus"};
  // "COVID-19", "F-16": the hyphen joins, nothing is said.
  if (glued && text[at] == '-' && is_letter_byte(left) && is_digit_byte(right)) return Reading{end, " "};
  return std::nullopt;
}

std::optional<Reading> read_slash(std::string_view text, std::size_t at) {
  if (text[at] != '/') return std::nullopt;
  const bool left = word_char_before(text, at);
  const bool right = word_char_at(text, at + 1);
  if (left && right) return Reading{at + 1, " "};
  const bool alone = at > 0 && is_blank_byte(text[at - 1]) && is_blank_byte(byte_at(text, at + 1));
  return alone ? Reading{at + 1, is_digit_byte(before_blanks(text, at)) ? "over" : ","} : Reading{at + 1, ""};
}

/// A run of three or more of one sign is a line, not a sum.
std::size_t decoration_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] == text[at]) ++end;
  return end - at >= 3 ? end : at;
}

struct Sign {
  std::string_view written, spoken;
};
constexpr Sign kSigns[] = {{"<=>", ""},
                           {"<->", "to"},
                           {"-->", "to"},
                           {"->", "to"},
                           {"=>", "to"},
                           {"<-", ""},
                           {"<=", "is less than or equal to"},
                           {">=", "is greater than or equal to"},
                           {"!=", "is not equal to"},
                           {"==", "equals"},
                           {"&&", "and"},
                           {"||", "or"},
                           {"++", "plus plus"},
                           {"+/-", "plus or minus"},
                           {"=", "equals"},
                           {"&", "and"}};

}  // namespace

std::optional<Reading> read_operator(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const char c = text[at];
  if (std::string_view("=+*<>&|~^_#\\/").find(c) != std::string_view::npos) {
    if (const std::size_t end = decoration_end(text, at); end > at) return Reading{end, ""};
  }
  for (const Sign& sign : kSigns) {
    if (has_at(text, at, sign.written)) return Reading{at + sign.written.size(), std::string(sign.spoken)};
  }
  if (auto out = read_dash(text, at)) return out;
  if (auto out = read_slash(text, at)) return out;
  const char left = before_blanks(text, at);
  const char right = byte_at(text, skip_blanks(text, at + 1));
  const bool between = is_alnum_byte(left) && is_alnum_byte(right);
  switch (c) {
    case '+':
      if (is_alnum_byte(left) || is_alnum_byte(right) || left == ')') return Reading{at + 1, "plus"};
      return Reading{at + 1, ""};
    case '*':
      if (is_digit_byte(left) && is_digit_byte(right)) return Reading{at + 1, "times"};
      return Reading{at + 1, ""};
    case '<':
    case '>':
      if (between) return Reading{at + 1, c == '<' ? "is less than" : "is greater than"};
      if (is_digit_byte(right)) return Reading{at + 1, c == '<' ? "less than" : "greater than"};
      return Reading{at + 1, ""};
    case '^':
      return read_power(place, at);
    default:
      return std::nullopt;
  }
}

}  // namespace kokoro::text::english_normalization
