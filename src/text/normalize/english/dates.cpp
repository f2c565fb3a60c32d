#include <utility>

#include "text/characters/bytes.hpp"
#include "text/normalize/english/calendar.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_normalization {
namespace {

unsigned long number_of(std::string_view text, std::size_t at, std::size_t digits) {
  unsigned long out = 0;
  for (std::size_t i = at; i < at + digits; ++i) out = out * 10 + static_cast<unsigned long>(text[i] - '0');
  return out;
}

/// Three groups of digits with the same separator between them, at most four digits each.
struct Groups {
  unsigned long value[3] = {};
  std::size_t digits[3] = {};
  std::size_t end = 0;
};
std::optional<Groups> three_groups(std::string_view text, std::size_t at, char separator) {
  Groups out;
  std::size_t next = at;
  for (std::size_t g = 0; g < 3; ++g) {
    if (g > 0 && byte_at(text, next++) != separator) return std::nullopt;
    out.digits[g] = count_digits(text, next, 5);
    if (out.digits[g] == 0 || out.digits[g] > 4) return std::nullopt;
    out.value[g] = number_of(text, next, out.digits[g]);
    next += out.digits[g];
  }
  out.end = next;
  return out;
}

/// "T10:30:00Z" after an ISO date.
std::size_t append_time(const Place& place, std::size_t end, std::string& spoken) {
  const char t = byte_at(place.text, end);
  if (t != 'T' || !is_digit_byte(byte_at(place.text, end + 1))) return end;
  auto time = read_time(place, end + 1);
  if (!time) return end;
  std::size_t next = time->end;
  if (byte_at(place.text, next) == '.') next += 1 + count_digits(place.text, next + 1, 9);
  spoken += ", " + time->spoken;
  if (byte_at(place.text, next) == 'Z' && !word_char_at(place.text, next + 1)) {
    spoken += " UTC";
    ++next;
  }
  return next;
}

/// "5th" or "5" at `at` as a day of the month; its value is 0 when there is none.
struct Day {
  unsigned long value = 0;
  std::size_t end = 0;
};
Day day_at(std::string_view text, std::size_t at) {
  const std::size_t digits = count_digits(text, at, 3);
  if (digits == 0 || digits > 2 || text[at] == '0') return {};
  Day day{number_of(text, at, digits), at + digits};
  for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (has_at(text, day.end, suffix)) {
      day.end += 2;
      break;
    }
  }
  const char after = byte_at(text, day.end);
  const bool decimal =
      (after == '.' || after == ',' || after == ':' || after == '/') && is_digit_byte(byte_at(text, day.end + 1));
  return decimal || word_char_at(text, day.end) || after == '%' || has_at(text, day.end, "°") ? Day{} : day;
}

/// ", 2024" or " 2024" after a date.
std::size_t append_year(const Place& place, std::size_t end, bool comma, std::string& spoken) {
  std::size_t next = end;
  if (comma && byte_at(place.text, next) == ',') ++next;
  next = skip_blanks(place.text, next);
  const unsigned long year_value = next == end ? 0 : year_at(place.text, next);
  if (year_value < 1000 || year_value > 2199) return end;
  spoken += ", " + year(year_value, place.british);
  return next + 4;
}

}  // namespace

std::optional<Reading> read_numeric_date(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  for (const char separator : {'-', '/', '.'}) {
    const auto groups = three_groups(text, at, separator);
    if (!groups) continue;
    const char after = byte_at(text, groups->end);
    if (after == separator && separator != '.') return std::nullopt;
    if (is_alnum_byte(after) && after != 'T') return std::nullopt;
    if (after == '.' && is_digit_byte(byte_at(text, groups->end + 1))) return std::nullopt;
    const bool year_first = groups->digits[0] == 4;
    const bool year_last = !year_first && (groups->digits[2] == 4 || (groups->digits[2] == 2 && separator == '/'));
    if ((!year_first && !year_last) || groups->digits[1] > 2 || (year_last && groups->digits[0] > 2))
      return std::nullopt;
    unsigned long full = groups->value[year_first ? 0 : 2];
    if (year_last && groups->digits[2] == 2) full += full < 70 ? 2000 : 1900;
    unsigned long month = groups->value[year_first ? 1 : 0];
    unsigned long day = groups->value[year_first ? 2 : 1];
    if (year_last && (place.british || separator == '.') ? is_day(month, static_cast<unsigned>(day)) : month > 12) {
      std::swap(month, day);
    }
    if (full < 1000 || !is_day(day, static_cast<unsigned>(month))) return std::nullopt;
    Reading out{groups->end, say_date(day, static_cast<unsigned>(month), year(full, place.british), place.british)};
    out.end = append_time(place, out.end, out.spoken);
    return out;
  }
  return std::nullopt;
}

std::optional<Reading> read_day_month(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  const Day day = day_at(text, at);
  if (day.value == 0) return std::nullopt;
  std::size_t next = skip_blanks(text, day.end);
  Day last;
  if (byte_at(text, day.end) == '-' || has_at(text, day.end, "–")) {
    last = day_at(text, day.end + (text[day.end] == '-' ? 1 : 3));
    if (last.value == 0) return std::nullopt;
    next = skip_blanks(text, last.end);
  }
  const MonthMatch month = month_at(text, next);
  if (month.month == 0 || next == day.end || !is_day(day.value, month.month)) return std::nullopt;
  std::string spoken = word_before(text, at) == "the" ? "" : "the ";
  spoken += ordinal(day.value, place.british);
  if (last.value != 0) spoken += " to the " + ordinal(last.value, place.british);
  spoken += " of " + std::string(month_name(month.month));
  Reading out{month.end, std::move(spoken)};
  out.end = append_year(place, out.end, true, out.spoken);
  return out;
}

std::optional<Reading> read_month_day(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const MonthMatch month = month_at(text, at);
  if (month.month == 0) return std::nullopt;
  const std::size_t next = skip_blanks(text, month.end);
  if (next == month.end) return std::nullopt;
  const std::string name(month_name(month.month));
  if (const unsigned long full = year_at(text, next); full >= 1000 && full < 2200) {
    return Reading{next + 4, name + ' ' + year(full, place.british)};
  }
  const Day day = day_at(text, next);
  if (!is_day(day.value, month.month)) return std::nullopt;
  Reading out{day.end, name + ' ' + (place.british ? "the " : "") + ordinal(day.value, place.british)};
  std::size_t dash = 0;
  if (byte_at(text, day.end) == '-') dash = 1;
  if (has_at(text, day.end, "–")) dash = 3;
  if (dash != 0) {
    if (const Day last = day_at(text, day.end + dash); is_day(last.value, month.month)) {
      out.spoken += " to " + std::string(place.british ? "the " : "") + ordinal(last.value, place.british);
      out.end = last.end;
    }
  }
  out.end = append_year(place, out.end, true, out.spoken);
  return out;
}

}  // namespace kokoro::text::english_normalization
