#include "text/normalize/english/calendar.hpp"

#include <array>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"

namespace kokoro::text::english_normalization {
namespace {

constexpr std::array<std::string_view, 13> kMonths{"",        "January",  "February", "March",  "April",
                                                   "May",     "June",     "July",     "August", "September",
                                                   "October", "November", "December"};
constexpr std::array<unsigned, 13> kDays{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

unsigned month_of(std::string_view word) {
  if (word == "Sept") return 9;
  for (unsigned month = 1; month <= 12; ++month) {
    if (word == kMonths[month] || (word.size() == 3 && kMonths[month].starts_with(word))) return month;
    if (word.size() > 3 && word != "may" && word != "march" && ascii_lower(kMonths[month]) == word) return month;
    std::string capitals(kMonths[month]);
    for (char& c : capitals) c = upper_byte(c);
    if (word == capitals || (word.size() == 3 && capitals.starts_with(word))) return month;
  }
  return 0;
}

}  // namespace

MonthMatch month_at(std::string_view text, std::size_t at) {
  const std::size_t letters = count_letters(text, at, 10);
  if (letters < 3 || letters == 10 || word_char_at(text, at + letters)) return {};
  const unsigned month = month_of(text.substr(at, letters));
  if (month == 0) return {};
  std::size_t end = at + letters;
  if (byte_at(text, end) == '.' && letters <= 4 && kMonths[month].size() > letters) ++end;
  return {month, end};
}

WeekdayMatch weekday_at(std::string_view text, std::size_t at) {
  constexpr struct {
    std::string_view written, name;
    bool word;
  } kWeekdays[] = {{"Mon", "Monday", true},    {"Tues", "Tuesday", false},   {"Tue", "Tuesday", false},
                   {"Wed", "Wednesday", true}, {"Thurs", "Thursday", false}, {"Thur", "Thursday", false},
                   {"Thu", "Thursday", false}, {"Fri", "Friday", false},     {"Sat", "Saturday", true},
                   {"Sun", "Sunday", true}};
  for (const auto& day : kWeekdays) {
    if (!has_at(text, at, day.written)) continue;
    std::size_t end = at + day.written.size();
    if (word_char_at(text, end) || byte_at(text, end) == '\'' || has_at(text, end, "’")) continue;
    const bool dot = byte_at(text, end) == '.' && !word_char_at(text, end + 1);
    return {day.name, end + (dot ? 1 : 0), dot, day.word};
  }
  return {};
}

std::string_view month_name(unsigned month) { return kMonths[month]; }
bool is_day(unsigned long day, unsigned month) { return month >= 1 && month <= 12 && day >= 1 && day <= kDays[month]; }

std::string say_date(unsigned long day, unsigned month, std::string_view year, bool british) {
  std::string out = british ? "the " + ordinal(day, true) + " of " + std::string(kMonths[month])
                            : std::string(kMonths[month]) + ' ' + ordinal(day, false);
  if (!year.empty()) out.append(", ").append(year);
  return out;
}

unsigned long year_at(std::string_view text, std::size_t at) {
  if (count_digits(text, at, 5) != 4 || text[at] == '0' || word_char_at(text, at + 4)) return 0;
  const char after = byte_at(text, at + 4);
  const bool longer =
      (after == '.' || after == ',' || after == ':' || after == '/') && is_digit_byte(byte_at(text, at + 5));
  if (longer || after == '%') return 0;
  unsigned long out = 0;
  for (std::size_t i = at; i < at + 4; ++i) out = out * 10 + static_cast<unsigned long>(text[i] - '0');
  return out;
}

}  // namespace kokoro::text::english_normalization
