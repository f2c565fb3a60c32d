#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kokoro::text::english_normalization {

struct MonthMatch {
  unsigned month = 0;  ///< 1 to 12; 0 when there is none
  std::size_t end = 0;
};

/// "January", "Jan.", "Sept" as a word at `at`. "May", "March" and short forms need their capital.
MonthMatch month_at(std::string_view text, std::size_t at);
/// "Mon", "Tues.", "Sat" and their full name; the end is 0 when there is none. `name` is empty for whole names.
struct WeekdayMatch {
  std::string_view name;
  std::size_t end = 0;
  bool dot = false;
  bool word = false;  ///< "Sat", "Sun", "Mon", "Wed" may be other words
};
WeekdayMatch weekday_at(std::string_view text, std::size_t at);

std::string_view month_name(unsigned month);
bool is_day(unsigned long day, unsigned month);

/// "May first", in Britain "the first of May"; the year after a comma. `year` may be empty.
std::string say_date(unsigned long day, unsigned month, std::string_view year, bool british);

/// The year of four digits (or "'99") at `at`, not part of a longer number; 0 when there is none.
unsigned long year_at(std::string_view text, std::size_t at);

}  // namespace kokoro::text::english_normalization
