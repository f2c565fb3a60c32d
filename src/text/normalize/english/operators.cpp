#include <algorithm>
#include <iterator>
#include <utility>

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
    if (is_letter_byte(text[i]) && i > 0 && is_letter_byte(text[i - 1])) break;
  }
  for (std::size_t i = at + 1; i < text.size() && i - at <= kNear && text[i] != '\n'; ++i) {
    if (text[i] == '=' || text[i] == '+' || text[i] == '*' || has_at(text, i, "×")) return true;
    if (is_letter_byte(text[i])) break;
  }
  return false;
}

/// "a 50-50 chance", "the 80-20 rule": parts of a hundred.
bool are_shares(std::string_view text, std::size_t at, std::size_t end) {
  if (at < 2 || (at > 2 && is_alnum_byte(text[at - 3])) || count_digits(text, end, 3) != 2 ||
      word_char_at(text, end + 2))
    return false;
  if (!is_digit_byte(text[at - 2]) || byte_at(text, end + 2) == '%') return false;
  const int left = (text[at - 2] - '0') * 10 + (text[at - 1] - '0');
  const int right = (text[end] - '0') * 10 + (text[end + 1] - '0');
  return left + right == 100 && left % 5 == 0;
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
  if (glued && is_digit_byte(text[at - 1]) && are_shares(text, at, end)) return Reading{end, " "};
  if (glued && number_right && (number_left || unit_left)) return Reading{end, " to "};
  if (blanks && number_right && number_left)
    return Reading{end, text[at] == '-' && in_formula(text, at) ? "minus" : "to"};
  const bool variables = blanks && is_letter_byte(left) && at >= 2 &&
                         (!word_char_before(text, at - 2) || is_digit_byte(text[at - 3])) &&
                         (is_digit_byte(right) || count_letters(text, right_at, 2) == 1);
  if (variables && in_formula(text, at)) return Reading{end, "minus"};
  // "COVID-19", "F-16": the hyphen joins, nothing is said.
  if (glued && text[at] == '-' && is_letter_byte(left) && is_digit_byte(right)) return Reading{end, " "};
  return std::nullopt;
}

/// "litres/day", "calls/hour", "$/person": a rate.
std::size_t rate_end(std::string_view text, std::size_t at) {
  constexpr std::string_view kOver[] = {
      "day",    "days",  "week", "month", "year", "hour",     "minute",  "second",  "person",    "capita",
      "night",  "unit",  "mile", "head",  "user", "employee", "student", "patient", "household", "hr",
      "min",    "sec",   "mo",   "yr",    "wk",   "kg",       "km",      "cm",      "litre",     "liter",
      "gallon", "pound", "ton",  "tonne", "acre", "hectare",  "game",    "session", "sf"};
  const std::size_t letters = count_letters(text, at + 1, 12);
  const std::string_view over = text.substr(std::min(at + 1, text.size()), letters);
  if (std::find(std::begin(kOver), std::end(kOver), over) == std::end(kOver)) return 0;
  const std::string counted = word_before(text, at);
  return counted.size() > 2 && (counted.ends_with('s') || counted == "people") ? at + 1 : 0;
}

/// "BTU/hr/sf": a rate over a unit that is shortened.
std::optional<Reading> read_short_rate(std::string_view text, std::size_t at) {
  constexpr std::pair<std::string_view, std::string_view> kShort[] = {
      {"hr", "hour"},    {"sf", "square foot"}, {"sqft", "square foot"}, {"min", "minute"},
      {"sec", "second"}, {"mo", "month"},       {"yr", "year"},          {"wk", "week"}};
  if (!word_char_before(text, at) || is_digit_byte(text[at - 1])) return std::nullopt;
  for (const auto& [written, spoken] : kShort) {
    if (has_at(text, at + 1, written) && !word_char_at(text, at + 1 + written.size())) {
      return Reading{at + 1 + written.size(), " per " + std::string(spoken)};
    }
  }
  return std::nullopt;
}

std::optional<Reading> read_slash(std::string_view text, std::size_t at) {
  if (text[at] != '/') return std::nullopt;
  const bool left = word_char_before(text, at);
  const bool right = word_char_at(text, at + 1);
  if (left && right) {
    if (auto out = read_short_rate(text, at)) return out;
  }
  if (left && right && rate_end(text, at) != 0) return Reading{at + 1, " per "};
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
