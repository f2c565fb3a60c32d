#include <utility>

#include "text/characters/bytes.hpp"
#include "text/normalize/other/other_rules.hpp"

namespace kokoro::text::other {
namespace {

/// Fills {d} {m} {y} {h} {n}.
std::string fill(std::string_view pattern, std::initializer_list<std::pair<char, std::string_view>> values) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    bool taken = false;
    if (pattern[i] == '{' && byte_at(pattern, i + 2) == '}') {
      for (const auto& [name, value] : values) {
        if (pattern[i + 1] != name) continue;
        out += value;
        taken = true;
      }
    }
    if (taken) {
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

unsigned value_of(std::string_view digits) {
  unsigned out = 0;
  for (const char c : digits) out = out * 10 + static_cast<unsigned>(c - '0');
  return out;
}

}  // namespace

std::optional<Reading> read_date(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  for (const char separator : {'/', '-', '.'}) {
    std::string_view groups[3];
    std::size_t next = at;
    std::size_t count = 0;
    for (; count < 3; ++count) {
      if (count > 0 && byte_at(text, next++) != separator) break;
      const std::size_t digits = count_digits(text, next, 5);
      if (digits == 0 || digits > 4) break;
      groups[count] = text.substr(next, digits);
      next += digits;
    }
    if (count != 3 || word_char_at(text, next) ||
        (byte_at(text, next) == separator && is_digit_byte(byte_at(text, next + 1))))
      continue;
    const bool year_first = groups[0].size() == 4;
    if (year_first == (groups[2].size() == 4) || groups[1].size() > 2) continue;
    unsigned day = value_of(groups[year_first ? 2 : 0]);
    unsigned month = value_of(groups[1]);
    if (!year_first && month > 12) std::swap(day, month);
    if (day < 1 || day > 31 || month < 1 || month > 12 || groups[year_first ? 2 : 0].size() > 2) continue;
    const std::string day_said =
        day == 1 && !place.words.first_day.empty() ? std::string(place.words.first_day) : std::to_string(day);
    return Reading{
        next, fill(place.words.date,
                   {{'d', day_said}, {'m', place.words.months.begin()[month - 1]}, {'y', groups[year_first ? 0 : 2]}})};
  }
  return std::nullopt;
}

std::optional<Reading> read_time(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const std::size_t digits = count_digits(text, at, 3);
  if (digits == 0 || digits > 2) return std::nullopt;
  std::size_t separator = at + digits;
  const bool letter = place.words.hour_letter != '\0';
  if (letter && byte_at(text, separator) == ' ' && byte_at(text, separator + 1) == place.words.hour_letter &&
      is_blank_byte(byte_at(text, separator + 2))) {
    return std::nullopt;  // "10 h": a unit, or "10 h 30" of the same words
  }
  const char mark = byte_at(text, separator);
  if (mark != ':' && !(letter && mark == place.words.hour_letter)) return std::nullopt;
  ++separator;
  const unsigned hour = value_of(text.substr(at, digits));
  const std::size_t minutes = count_digits(text, separator, 3);
  if (minutes == 0 && mark != ':' && hour <= 24 && !word_char_at(text, separator)) {
    return Reading{separator, fill(place.words.full_hour, {{'h', std::to_string(hour)}})};
  }
  const std::size_t end = separator + 2;
  if (minutes != 2 || hour > 24 || text[separator] > '5' || word_char_at(text, end)) return std::nullopt;
  if (byte_at(text, end) == ':' && is_digit_byte(byte_at(text, end + 1))) return std::nullopt;
  const unsigned minute = value_of(text.substr(separator, 2));
  if (minute == 0) return Reading{end, fill(place.words.full_hour, {{'h', std::to_string(hour)}})};
  return Reading{end, fill(place.words.time, {{'h', std::to_string(hour)}, {'n', std::to_string(minute)}})};
}

}  // namespace kokoro::text::other
