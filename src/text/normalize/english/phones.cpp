#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/rules.hpp"

#include <vector>

namespace kokoro::text::english_normalization {
namespace {

struct Group {
  std::string_view digits;
  char before = '\0';  ///< separator: - . space (
};

/// Groups of at most four digits with one separator between them, at most eight. A bracket may stand around one.
struct Groups {
  std::vector<Group> groups;
  std::size_t end = 0;
  std::size_t digits = 0;
};
Groups groups_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostGroups = 8;
  constexpr std::size_t kMostDigits = 9;
  Groups out;
  std::size_t next = at;
  char before = '\0';
  while (out.groups.size() < kMostGroups) {
    const bool bracket = byte_at(text, next) == '(';
    if (bracket) ++next;
    const std::size_t digits = count_digits(text, next, kMostDigits);
    if (digits == 0) break;
    out.groups.push_back({text.substr(next, digits), bracket ? '(' : before});
    next += digits;
    if (bracket && byte_at(text, next) != ')') return {};
    if (bracket) ++next;
    out.digits += digits;
    out.end = next;
    const char c = byte_at(text, next);
    const bool follows = is_digit_byte(byte_at(text, next + 1)) || byte_at(text, next + 1) == '(';
    if ((c == '-' || c == '.' || c == ' ') && follows) {
      before = c;
      ++next;
    } else if (bracket && is_digit_byte(c)) {
      before = '(';
    } else {
      break;
    }
  }
  return out;
}

bool shape_is(const Groups& phone, std::initializer_list<std::size_t> sizes) {
  if (phone.groups.size() != sizes.size()) return false;
  std::size_t i = 0;
  for (const std::size_t size : sizes) {
    if (phone.groups[i++].digits.size() != size) return false;
  }
  return true;
}

bool same_separators(const Groups& phone, std::size_t from, char separator) {
  for (std::size_t i = from; i < phone.groups.size(); ++i) {
    if (phone.groups[i].before != separator) return false;
  }
  return true;
}

bool is_phone(const Groups& phone, bool plus) {
  if (plus) return phone.groups.size() >= 2 && phone.digits >= 7 && phone.digits <= 15;
  const bool bracketed =
      phone.groups.front().before == '(' || (phone.groups.size() > 1 && phone.groups[1].before == '(');
  if (bracketed) return phone.groups.size() >= 2 && phone.digits >= 9 && phone.digits <= 12;
  const bool long_distance = phone.groups.front().digits == "1" || phone.groups.front().digits == "0";
  if (long_distance && shape_is(phone, {1, 3, 3, 4})) return true;
  if (shape_is(phone, {3, 3, 4})) return same_separators(phone, 1, phone.groups[1].before);
  if (shape_is(phone, {3, 4}) && phone.groups[1].before == '-') {
    // "100-2000" is a range; exchanges of telephones hardly ever end in a zero.
    return !phone.groups[0].digits.ends_with('0') && !phone.groups[0].digits.starts_with('0');
  }
  // British and other national numbers begin with a zero.
  return phone.groups.size() >= 2 && phone.groups.front().digits.front() == '0' &&
         phone.groups.front().digits.size() >= 3 && phone.digits >= 9 && phone.digits <= 11 &&
         phone.groups[1].before != '.';
}

std::string say_group(std::string_view digits) {
  if (digits == "800") return "eight hundred";
  if (digits == "900") return "nine hundred";
  return digit_by_digit(digits);
}

/// "10.000.000": all groups but the first have three digits. "192.168.100.200" is an address.
bool is_grouped(const std::vector<std::string_view>& groups) {
  if (groups.front().size() > 3 || groups.front().front() == '0') return false;
  std::size_t zeros = 0;
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (groups[i].size() != 3) return false;
    zeros += groups[i] == "000" ? 1 : 0;
  }
  return groups.size() != 4 || zeros >= 2;
}

/// "a 10-0-1 record", "went 3-1-2": games won, lost and drawn.
bool is_record(std::string_view text, std::size_t at, const std::vector<std::string_view>& groups) {
  if (groups.size() != 3) return false;
  for (const std::string_view group : groups) {
    if (group.size() > 2) return false;
  }
  constexpr int kFar = 3;
  std::size_t i = at;
  for (int words = 0; words < kFar; ++words) {
    const std::string word = word_before(text, i);
    for (const std::string_view known :
         {"record", "went", "finished", "season", "are", "were", "team", "started", "improved", "fell"}) {
      if (word == known) return true;
    }
    if (word.empty()) break;
    while (i > 0 && is_blank_byte(text[i - 1])) --i;
    i -= std::min(word.size(), i);
  }
  std::size_t end = at;
  for (const std::string_view group : groups) end += group.size() + 1;
  return has_at(text, end, "record") || has_at(text, end, "season") || has_at(text, end, "start");
}

}  // namespace

std::optional<Reading> read_phone(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (!place.options.phone_normalization || word_char_before(text, at)) return std::nullopt;
  if (at > 0 && (text[at - 1] == '-' || text[at - 1] == '.' || text[at - 1] == '/')) return std::nullopt;
  const bool plus = byte_at(text, at) == '+';
  const Groups phone = groups_at(text, at + (plus ? 1 : 0));
  if (phone.groups.empty() || word_char_at(text, phone.end)) return std::nullopt;
  const char after = byte_at(text, phone.end);
  if ((after == '-' || after == '/' || after == '.') && is_digit_byte(byte_at(text, phone.end + 1)))
    return std::nullopt;
  for (const Group& group : phone.groups) {
    if (group.digits.size() > 4 && !plus && phone.groups.front().digits.front() != '0') return std::nullopt;
  }
  if (!is_phone(phone, plus)) return std::nullopt;
  Reading out{phone.end, plus ? "plus " : ""};
  for (std::size_t i = 0; i < phone.groups.size(); ++i) {
    if (i > 0) out.spoken += ", ";
    out.spoken += say_group(phone.groups[i].digits);
  }
  return out;
}

std::optional<Reading> read_digit_groups(const Place& place, std::size_t at) {
  constexpr std::size_t kMostGroups = 12;
  constexpr std::size_t kMostDigits = 12;
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  const std::size_t first = count_digits(text, at, kMostDigits);
  const char separator = byte_at(text, at + first);
  if (first == 0 || first == kMostDigits || (separator != '.' && separator != '-')) return std::nullopt;
  std::vector<std::string_view> groups;
  std::size_t next = at;
  while (groups.size() < kMostGroups) {
    const std::size_t digits = count_digits(text, next, kMostDigits);
    if (digits == 0 || digits == kMostDigits) return std::nullopt;
    groups.push_back(text.substr(next, digits));
    next += digits;
    if (byte_at(text, next) != separator || !is_digit_byte(byte_at(text, next + 1))) break;
    ++next;
  }
  if (groups.size() < 3 || word_char_at(text, next)) return std::nullopt;
  const bool dots = separator == '.';
  if (dots && is_grouped(groups)) {
    std::string whole;
    for (const std::string_view group : groups) whole += group;
    return Reading{next, cardinal(whole, place.british)};
  }
  if (!dots && is_record(text, at, groups)) {
    std::string record;
    for (const std::string_view group : groups) record += (record.empty() ? "" : ", ") + cardinal(group, place.british);
    return Reading{next, std::move(record)};
  }
  std::string out;
  bool long_group = false;
  for (const std::string_view group : groups) long_group = long_group || group.size() > 2;
  const bool machine = dots && groups.size() == 4 && long_group;  // an address of a computer rather than a version
  for (const std::string_view group : groups) {
    if (!out.empty()) out += machine ? " dot " : dots ? " point " : ", ";
    out += dots ? code_number(group) : digit_by_digit(group);
  }
  if (machine && byte_at(text, next) == ':' && is_digit_byte(byte_at(text, next + 1))) {
    const std::size_t digits = count_digits(text, next + 1, 6);
    out += " colon " + code_number(text.substr(next + 1, digits));
    next += 1 + digits;
  }
  return Reading{next, out};
}

}  // namespace kokoro::text::english_normalization
