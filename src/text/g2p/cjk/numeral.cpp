#include "text/g2p/cjk/numeral.hpp"

#include <algorithm>

#include "text/characters/characters.hpp"

namespace kokoro::text {
namespace {

/// Separators between digits, each written in one way; 0 for other characters.
char separator(char32_t c) {
  switch (c) {
    case U'.':
    case U'．':
      return '.';
    case U',':
    case U'，':
      return ',';
    case U'/':
    case U'／':
      return '/';
    case U':':
    case U'：':
      return ':';
    case U'-':
    case U'－':
    case U'–':
      return '-';
    case U'~':
    case U'～':
    case U'〜':
      return '~';
    default:
      return 0;
  }
}

/// Groups of one numeral: of a longer one the rest is read as the next, or a list ("1,1,1,...") of which each number is
/// read by itself would be looked through again for every number.
constexpr std::size_t kMostGroups = 32;

/// Digits and the separators between them: groups[i] stands before separators[i].
struct Run {
  std::vector<std::string> groups;
  std::string separators;
  std::vector<std::size_t> ends;  ///< code point after each group
};

Run read_run(const Source& source, std::size_t i) {
  Run run;
  while (true) {
    std::string group;
    while (i < source.size()) {
      const auto digit = decimal_digit(source[i]);
      if (!digit) break;
      group += *digit;
      ++i;
    }
    run.groups.push_back(std::move(group));
    run.ends.push_back(i);
    const char mark = i < source.size() ? separator(source[i]) : 0;
    if (run.groups.size() == kMostGroups || mark == 0 || i + 1 >= source.size() || !decimal_digit(source[i + 1]))
      return run;
    // A full-width comma between digits is one of the sentence: "有1，2，3".
    if (mark == ',' && source[i] != U',') return run;
    run.separators += mark;
    ++i;
  }
}

int value(const std::string& digits) { return digits.size() > 4 ? 9999 : std::stoi(digits); }

/// Groups of a plain number from `first` on: thousands, then decimals. Gives the group after the last one.
std::size_t end_of_plain(const Run& run, std::size_t first, std::string& integer, std::string& decimals) {
  std::size_t i = first;
  integer = run.groups[i++];
  const auto mark = [&](std::size_t group) { return group <= run.separators.size() ? run.separators[group - 1] : 0; };
  if (integer.size() <= 3 && integer != "0") {
    while (mark(i) == ',' && run.groups[i].size() == 3) integer += run.groups[i++];
  }
  decimals.clear();
  if (mark(i) == '.' && mark(i + 1) != '.') decimals = run.groups[i++];
  return i;
}

bool is_date(const Run& run) {
  if (run.groups.size() != 3 || run.separators[0] != run.separators[1]) return false;
  const char mark = run.separators[0];
  if (mark != '-' && mark != '/' && mark != '.') return false;
  return run.groups[0].size() == 4 && run.groups[1].size() <= 2 && run.groups[2].size() <= 2 &&
         value(run.groups[1]) >= 1 && value(run.groups[1]) <= 12 && value(run.groups[2]) >= 1 &&
         value(run.groups[2]) <= 31;
}

bool is_time(const Run& run) {
  if (run.groups.size() < 2 || run.groups.size() > 3) return false;
  if (run.separators != std::string(run.separators.size(), ':')) return false;
  if (run.groups[0].size() > 2 || value(run.groups[0]) > 24) return false;
  return std::all_of(run.groups.begin() + 1, run.groups.end(),
                     [](const std::string& group) { return group.size() == 2 && value(group) < 60; });
}

bool all_separators(const Run& run, char mark) {
  return !run.separators.empty() && run.separators.find_first_not_of(mark) == std::string::npos;
}

std::string joined(const std::string& integer, const std::string& decimals) {
  return decimals.empty() ? integer : integer + "." + decimals;
}

}  // namespace

std::optional<char> decimal_digit(char32_t c) {
  if (c >= U'0' && c <= U'9') return static_cast<char>(c);
  if (c >= U'０' && c <= U'９') return static_cast<char>('0' + (c - U'０'));
  return std::nullopt;
}

Numeral read_numeral(const Source& source, std::size_t begin) {
  using Kind = Numeral::Kind;
  Run run = read_run(source, begin);
  const auto whole = [&](Kind kind) { return Numeral{kind, std::move(run.groups), run.ends.back()}; };
  if (is_date(run)) return whole(Kind::date);
  if (is_time(run)) return whole(Kind::time);
  if (run.groups.size() >= 3 && all_separators(run, '.')) return whole(Kind::version);
  if (all_separators(run, '-') && (run.groups.size() >= 3 || run.groups[0][0] == '0')) return whole(Kind::groups);
  std::string integer;
  std::string decimals;
  const std::size_t next = end_of_plain(run, 0, integer, decimals);
  const char mark = next <= run.separators.size() ? run.separators[next - 1] : 0;
  if (mark == '-' || mark == '~') {
    std::string to;
    std::string to_decimals;
    const std::size_t end = end_of_plain(run, next, to, to_decimals);
    if (end == run.groups.size()) {
      return {Kind::range, {joined(integer, decimals), joined(to, to_decimals)}, run.ends.back()};
    }
  }
  if (run.groups.size() == 2 && mark == '/') return whole(Kind::fraction);
  if (run.groups.size() == 2 && mark == ':') return whole(Kind::ratio);
  Numeral plain{Kind::plain, {integer}, run.ends[next - 1]};
  if (!decimals.empty()) plain.parts.push_back(decimals);
  return plain;
}

const UnitName* find_unit(const Source& source, std::size_t begin, const std::vector<UnitName>& units) {
  const UnitName* longest = nullptr;
  for (const UnitName& unit : units) {
    const std::size_t end = begin + unit.written.size();
    if (end > source.size() || source.chars(begin, end) != unit.written) continue;
    const char32_t last = unit.written.back();
    if ((is_ascii_letter(last) || decimal_digit(last)) && (is_ascii_letter(source[end]) || decimal_digit(source[end])))
      continue;
    if (longest == nullptr || unit.written.size() > longest->written.size()) longest = &unit;
  }
  return longest;
}

std::size_t end_of_unit(const Source& source, std::size_t begin, const std::vector<UnitName>& units) {
  const std::size_t first = begin > 0 && source[begin - 1] == U'°' ? begin - 1 : begin;  // the letter of "°C"
  const std::size_t before = first > 0 && source[first - 1] == U' ' ? first - 1 : first;
  if (before == 0 || !decimal_digit(source[before - 1])) return begin;
  const UnitName* unit = find_unit(source, first, units);
  return unit == nullptr ? begin : std::max(begin, first + unit->written.size());
}

}  // namespace kokoro::text
