#include <utility>

#include "text/characters/bytes.hpp"
#include "text/normalize/english/calendar.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/segment/sentence_end.hpp"

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

/// End of a dash between two names, blanks around it allowed; 0 when there is none.
std::size_t dash_end(std::string_view text, std::size_t at) {
  const std::size_t dash = skip_blanks(text, at);
  const std::size_t size = byte_at(text, dash) == '-' && byte_at(text, dash + 1) != '-' ? 1
                           : has_at(text, dash, "–") || has_at(text, dash, "—")         ? 3
                                                                                        : 0;
  if (size == 0) return 0;
  const std::size_t next = skip_blanks(text, dash + size);
  return (next > dash + size) == (dash > at) ? next : 0;
}

std::optional<Reading> month_day(const Place& place, std::size_t at, bool ranges);

/// "Oct-Dec 2024", "Jan.–Mar.".
std::optional<Reading> month_range(const Place& place, std::size_t at) {
  const MonthMatch first = month_at(place.text, at);
  if (first.month == 0) return std::nullopt;
  const std::size_t next = dash_end(place.text, first.end);
  if (next == 0) return std::nullopt;
  const MonthMatch last = month_at(place.text, next);
  if (last.month == 0) return std::nullopt;
  Reading out{last.end, std::string(month_name(first.month)) + " to " + std::string(month_name(last.month))};
  if (auto rest = month_day(place, next, false)) {
    out.end = rest->end;
    out.spoken = std::string(month_name(first.month)) + " to " + rest->spoken;
  }
  return out;
}

/// `ranges`: also to another month, once.
std::optional<Reading> month_day(const Place& place, std::size_t at, bool ranges) {
  const std::string_view text = place.text;
  const MonthMatch month = month_at(text, at);
  if (month.month == 0) return std::nullopt;
  if (ranges) {
    if (auto out = month_range(place, at)) return out;
  }
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
    } else if (ranges && month_at(text, day.end + dash).month != 0) {
      if (auto last_date = month_day(place, day.end + dash, false)) {
        return Reading{last_date->end, out.spoken + " to " + last_date->spoken};
      }
    }
  }
  out.end = append_year(place, out.end, true, out.spoken);
  return out;
}

/// "05-May-2020", "5/May/20", "05May2020".
std::optional<Reading> read_named_date(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const std::size_t digits = count_digits(text, at, 3);
  if (digits == 0 || digits > 2) return std::nullopt;
  const char separator = byte_at(text, at + digits);
  if (separator != '-' && separator != '/') return std::nullopt;
  const std::size_t letters = count_letters(text, at + digits + 1, 10);
  const std::string_view name = text.substr(at + digits + 1, letters);
  const MonthMatch month = month_at(name, 0);
  const std::size_t year_begin = at + digits + 1 + letters + 1;
  if (month.month == 0 || byte_at(text, year_begin - 1) != separator) return std::nullopt;
  const std::size_t year_digits = count_digits(text, year_begin, 5);
  if ((year_digits != 2 && year_digits != 4) || word_char_at(text, year_begin + year_digits)) return std::nullopt;
  unsigned long full = number_of(text, year_begin, year_digits);
  if (year_digits == 2) full += full < 70 ? 2000 : 1900;
  const unsigned long day = number_of(text, at, digits);
  if (full < 1000 || !is_day(day, month.month)) return std::nullopt;
  return Reading{year_begin + year_digits, say_date(day, month.month, year(full, place.british), place.british)};
}

}  // namespace

std::optional<Reading> read_weekday(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  const WeekdayMatch day = weekday_at(text, at);
  if (day.end == 0) return std::nullopt;
  if (const std::size_t next = dash_end(text, day.end); next != 0) {
    if (const WeekdayMatch last = weekday_at(text, next); last.end != 0) {
      Reading out{last.end, std::string(day.name) + " to " + std::string(last.name)};
      if (last.dot && ends_sentence(text, next, last.end, AbbreviationUse::calendar)) --out.end;
      return out;
    }
  }
  const std::string before = word_before(text, at);
  std::size_t next = day.end;
  if (byte_at(text, next) == ',') ++next;
  next = skip_blanks(text, next);
  const bool dated = next > day.end && (is_digit_byte(byte_at(text, next)) || month_at(text, next).month != 0);
  bool placed = false;
  for (const std::string_view word : {"on", "this", "next", "last", "every", "by", "until", "till", "since", "from",
                                      "each", "and", "or", "to", "after", "before"}) {
    placed = placed || before == word;
  }
  const std::size_t slash =
      byte_at(text, day.end) == '/' || byte_at(text, day.end) == ',' || byte_at(text, day.end) == '&' ? day.end + 1 : 0;
  const bool listed = slash != 0 && weekday_at(text, skip_blanks(text, slash)).end != 0;
  // "Sat down", "the Sun 5 billion years ago": such words need more than their letters.
  const bool sure =
      day.word ? (dated && before != "the" && before != "my") || listed || (day.dot && placed && before != "to")
               : day.dot || dated || placed || listed;
  const bool part_of_day = has_at(text, next, "morning") || has_at(text, next, "afternoon") ||
                           has_at(text, next, "evening") || has_at(text, next, "night");
  if (!sure && !(part_of_day && day.dot)) return std::nullopt;
  Reading out{day.end, std::string(day.name)};
  if (day.dot && ends_sentence(text, at, day.end, AbbreviationUse::calendar)) --out.end;
  return out;
}

std::optional<Reading> read_numeric_date(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  if (auto out = read_named_date(place, at)) return out;
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
  if (out.end == month.end && text[month.end - 1] == '.' &&
      ends_sentence(text, next, month.end, AbbreviationUse::calendar))
    --out.end;
  return out;
}

std::optional<Reading> read_month_day(const Place& place, std::size_t at) { return month_day(place, at, true); }

}  // namespace kokoro::text::english_normalization
