#include <algorithm>
#include <iterator>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/normalize/english/attributive.hpp"
#include "text/normalize/english/calendar.hpp"
#include "text/normalize/english/magnitude.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/normalize/english/units.hpp"

namespace kokoro::text::english_normalization {
namespace {

using Match = std::optional<Reading>;

/// "e6", "E-3" after a number: times ten to a power.
Match scientific(const Place& place, const Numeral& n) {
  const std::string_view text = place.text;
  if (ascii_lower(byte_at(text, n.end)) != 'e' || n.whole.empty()) return std::nullopt;
  std::size_t next = n.end + 1;
  const char sign = byte_at(text, next);
  if (sign == '+' || sign == '-') ++next;
  constexpr std::size_t kMostDigits = 6;
  const std::size_t digits = count_digits(text, next, kMostDigits);
  if (digits == 0 || digits == kMostDigits || word_char_at(text, next + digits)) return std::nullopt;
  const std::string_view power = text.substr(next, digits);
  const std::string to =
      sign == '-' ? "the minus " + cardinal(power, place.british) : "the " + ordinal(power, place.british);
  return Reading{next + digits, say(n, place.british) + " times ten to " + to};
}

/// "1990s", "'80s", "90's", "747s".
Match decade_or_plural(const Place& place, const Numeral& n) {
  if (!n.integral() || n.grouped || n.whole.size() > 4) return std::nullopt;
  std::size_t end = n.end;
  if (byte_at(place.text, end) == '\'') ++end;
  if (has_at(place.text, end, "’")) end += 3;
  if (byte_at(place.text, end) != 's' || word_char_at(place.text, end + 1)) return std::nullopt;
  const bool year_like = n.whole.size() == 4;
  if (end > n.end && !year_like && (n.whole.size() != 2 || n.whole.back() != '0')) return std::nullopt;
  if (n.whole == "100" || n.whole == "1000") return Reading{end + 1, n.whole == "100" ? "hundreds" : "thousands"};
  std::string words = n.whole.size() == 3 ? code_number(n.whole) : say_plain(n, place.british);
  if (n.whole == "00") words = "zero";
  return Reading{end + 1, plural(std::move(words))};
}

Match ordinal_number(const Place& place, const Numeral& n) {
  if (!n.integral() || n.whole.empty() || n.whole.size() > 66) return std::nullopt;
  for (const std::string_view suffix : {"st", "nd", "rd", "th", "ST", "ND", "RD", "TH"}) {
    if (has_at(place.text, n.end, suffix) && !word_char_at(place.text, n.end + 2)) {
      return Reading{n.end + 2, ordinal(n.whole, place.british)};
    }
  }
  return std::nullopt;
}

/// "1h30m", "2h 5min 10s": hours, minutes and seconds that are glued to their numbers.
Match duration(const Place& place, const Numeral& first) {
  const std::string_view text = place.text;
  constexpr std::pair<std::string_view, std::string_view> kParts[] = {
      {"days", "day"},   {"hrs", "hour"}, {"hr", "hour"}, {"mins", "minute"}, {"min", "minute"}, {"secs", "second"},
      {"sec", "second"}, {"d", "day"},    {"h", "hour"},  {"m", "minute"},    {"s", "second"}};
  std::string spoken;
  std::size_t parts = 0;
  std::size_t end = 0;
  bool hours = false;
  bool glued = true;
  for (std::optional<Numeral> n = first; n && parts < 4;) {
    std::size_t next = 0;
    for (const auto& [written, name] : kParts) {
      if (!has_at(text, n->end, written)) continue;
      const std::size_t after = n->end + written.size();
      if (word_char_at(text, after) && !is_digit_byte(byte_at(text, after))) continue;
      if (!spoken.empty()) spoken += ' ';
      spoken += say(*n, place.british) + ' ' + std::string(name) + (n->is_one() ? "" : "s");
      hours = hours || name == "hour" || name == "day" || written == "min";
      next = after;
      break;
    }
    if (next == 0) break;
    ++parts;
    end = next;
    const bool blank = byte_at(text, next) == ' ';
    glued = glued && !blank;
    n = parts < 4 && is_digit_byte(byte_at(text, next + (blank ? 1 : 0))) ? numeral_at(text, next + (blank ? 1 : 0))
                                                                          : std::nullopt;
  }
  if (parts < 2 || (!hours && !glued) || word_char_at(text, end)) return std::nullopt;
  return Reading{end, spoken};
}

/// A unit directly after the number, after a blank, or after a hyphen ("a 5-km run").
Match measure(const Place& place, std::size_t at, const Numeral& n, bool negative) {
  if (!place.options.unit_normalization) return std::nullopt;
  const std::string_view text = place.text;
  const bool hyphen = byte_at(text, n.end) == '-';
  const bool spaced = is_blank_byte(byte_at(text, n.end));
  if (hyphen && !is_letter_byte(byte_at(text, n.end + 1))) return std::nullopt;
  if (!n.integral() && byte_at(text, n.end) == 's' && !word_char_at(text, n.end + 1)) {
    return Reading{n.end + 1, say(n, place.british) + " seconds"};
  }
  const auto unit = unit_at(text, n.end + (hyphen || spaced ? 1 : 0), spaced, place.british);
  if (!unit || (spaced && is_street_direction(text, n.end + 1))) return std::nullopt;
  // "300 A.D." is no current.
  if (spaced && byte_at(text, unit->end) == '.' && is_upper_byte(byte_at(text, unit->end + 1)) &&
      is_upper_byte(text[unit->end - 1]))
    return std::nullopt;
  // "COVID-19 in", "5-a-side": after a hyphen a single letter is no unit.
  if (hyphen && unit->end - n.end < 3) return std::nullopt;
  // "10 pm" and "5 am" are times, "2 in" may be anything.
  const bool one = (n.is_one() && !negative) || hyphen || describes_next_word(text, at, unit->end);
  return Reading{unit->end, say(n, place.british) + ' ' + (one ? unit->one : unit->many)};
}

/// "3M makes tape", "3M's tape", "at 3M.": the company, rather than three million of something.
bool is_company(std::string_view text, std::size_t next, std::size_t end) {
  const std::string_view word = text.substr(std::min(next, text.size()), count_letters(text, next, 24));
  if (word.empty() || next == end) return true;
  constexpr std::string_view kVerbs[] = {"makes",  "sells",    "has",     "is",      "was",   "says", "does",
                                         "offers", "produces", "reports", "employs", "plans", "owns", "invents"};
  if (std::find(std::begin(kVerbs), std::end(kVerbs), word) != std::end(kVerbs)) return true;
  return !is_lower_byte(word.front()) || !(word.ends_with('s') || word == "people" || word == "in" || word == "of");
}

/// "8B people" and "1.5B" are billions, "221B Baker" a house; "a 5K" and "5k race" are runs.
bool is_amount(std::string_view text, std::size_t at, const Numeral& n, std::size_t end) {
  const char letter = text[n.end];
  const std::size_t thing = skip_blanks(text, end);
  for (const std::string_view run : {"run", "race", "walk"}) {
    if (ascii_lower(letter) == 'k' && thing > end && has_at(text, thing, run)) return false;
  }
  if (end != n.end + 1 || !is_upper_byte(letter) || !n.integral()) return true;
  const std::string before = word_before(text, at);
  if (letter == 'K') return before != "a" && before != "the" && before != "my" && before != "her" && before != "his";
  if (letter == 'M' && n.whole == "3" && is_company(text, thing, end)) return false;
  if (letter != 'B' && letter != 'T') return true;
  const std::size_t letters = count_letters(text, thing, 24);
  return letters >= 4 && is_lower_byte(text[thing]) &&
         (text[thing + letters - 1] == 's' || has_at(text, thing, "people"));
}

/// "5k", "3M", "10x".
Match scaled(const Place& place, std::size_t at, const Numeral& n) {
  if (const auto scale = magnitude_at(place.text, n.end, false)) {
    const bool display = byte_at(place.text, n.end) == 'K' && (n.whole == "4" || n.whole == "8") && n.integral();
    if (!display && scale->end > n.end && is_letter_byte(place.text[n.end]) &&
        is_amount(place.text, at, n, scale->end)) {
      return Reading{scale->end, say(n, place.british) + ' ' + std::string(scale->spoken)};
    }
  }
  const char times = byte_at(place.text, n.end);
  if ((times == 'x' || times == 'X') && !word_char_at(place.text, n.end + 1)) {
    return Reading{n.end + 1, say(n, place.british) + " times"};
  }
  if (has_at(place.text, n.end, "×") && !is_digit_byte(byte_at(place.text, skip_blanks(place.text, n.end + 2)))) {
    return Reading{n.end + 2, say(n, place.british) + " times"};
  }
  return std::nullopt;
}

/// "0800 hours", "1430 hours".
Match military_time(const Place& place, const Numeral& n) {
  const std::size_t next = skip_blanks(place.text, n.end);
  if (n.whole.size() != 4 || !n.integral() || n.grouped || n.value() > 2400 || n.value() % 100 > 59)
    return std::nullopt;
  if (next == n.end || !(has_at(place.text, next, "hours") || has_at(place.text, next, "hrs"))) return std::nullopt;
  const std::string_view hour = std::string_view(n.whole).substr(0, 2);
  const bool zero = hour.front() == '0';
  if (!zero && n.value() % 100 == 0 && n.value() % 1000 == 0 && n.value() != 2000) return std::nullopt;
  const std::string hours = zero ? digit_by_digit(hour) : cardinal(hour, place.british);
  return Reading{n.end, hours + ' ' + pair_after(n.value() % 100)};
}

/// "1905, 2010, 1066": a year and a comma stand before.
bool follows_year(std::string_view text, std::size_t at) {
  if (at < 6 || text[at - 1] != ' ' || text[at - 2] != ',' || word_char_before(text, at - 6)) return false;
  return count_digits(text, at - 6, 5) == 4 && (text[at - 6] == '1' || text[at - 6] == '2');
}

/// Years before 1100 and after 2099 are told by the words around them.
bool is_told_year(const Place& place, const Numeral& n, std::size_t at) {
  if (n.whole.size() != 4 || n.grouped || !n.integral() || n.value() < 1001) return false;
  const std::string before = word_before(place.text, at);
  if (before.empty() && follows_year(place.text, at)) return n.value() < 1100;
  if (n.value() >= 1100) return before == "year" && n.value() % 1000 != 0;
  for (const std::string_view word : {"in", "since", "until", "before", "after", "year", "circa", "by", "of", "from"}) {
    if (before == word) return true;
  }
  return false;
}

/// "Boeing 747", "Flight 370": three digits that are a name.
bool is_code(const Place& place, const Numeral& n, std::size_t at) {
  if (n.whole.size() != 3 || !n.integral() || n.whole.ends_with("00")) return false;
  const std::string before = word_before(place.text, at);
  constexpr std::string_view kNamed[] = {"boeing",  "airbus", "flight", "room",    "apartment", "interstate",
                                         "highway", "route",  "suite",  "bus",     "channel",   "error",
                                         "http",    "status", "us",     "office",  "unit",      "lot",
                                         "gate",    "hwy",    "rte",    "freeway", "sr",        "cr"};
  if (std::find(std::begin(kNamed), std::end(kNamed), before) != std::end(kNamed)) return true;
  // "US-101", "I-405", "A-303", "CA-110".
  if (at < 2 || place.text[at - 1] != '-' || !is_upper_byte(place.text[at - 2])) return false;
  std::size_t begin = at - 1;
  while (begin > 0 && at - begin < 5 && is_upper_byte(place.text[begin - 1])) --begin;
  return at - 1 - begin <= 2 && !word_char_before(place.text, begin);
}

/// "'90s", "'69": the apostrophe stands for the century.
Match short_year(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  const std::size_t sign = byte_at(text, at) == '\'' ? 1 : has_at(text, at, "’") || has_at(text, at, "‘") ? 3 : 0;
  if (sign == 0 || count_digits(text, at + sign, 3) != 2) return std::nullopt;
  const std::size_t end = at + sign + 2;
  const bool decade = byte_at(text, end) == 's' && !word_char_at(text, end + 1);
  const bool quoted = byte_at(text, end) == '\'' || has_at(text, end, "’") || byte_at(text, end) == '-' ||
                      (byte_at(text, end) == '.' && is_digit_byte(byte_at(text, end + 1)));
  if (!decade && (quoted || word_char_at(text, end) || text[at + sign] == '0')) return std::nullopt;
  const std::string words = cardinal(text.substr(at + sign, 2), place.british);
  return Reading{decade ? end + 1 : end, decade ? plural(words) : words};
}

/// "2x + 1", "3y = 6": a number times a variable, in a formula.
Match product(const Place& place, const Numeral& n) {
  const std::string_view text = place.text;
  const char variable = byte_at(text, n.end);
  if (!is_lower_byte(variable) || word_char_at(text, n.end + 1)) return std::nullopt;
  std::size_t next = skip_blanks(text, n.end + 1);
  const char after = byte_at(text, next);
  const bool operation = after == '+' || after == '=' || after == '*' || after == '^' || has_at(text, next, "²") ||
                         has_at(text, next, "³") ||
                         ((after == '-' || has_at(text, next, "−")) && is_blank_byte(byte_at(text, next + 1)));
  std::size_t before = n.end;
  while (before > 0 && (is_digit_byte(text[before - 1]) || text[before - 1] == '.')) --before;
  while (before > 0 && is_blank_byte(text[before - 1])) --before;
  const char sign = before == 0 ? ' ' : text[before - 1];
  const bool operated = sign == '=' || sign == '+' || (sign == '-' && before > 1 && is_blank_byte(text[before - 2]));
  if (!operation && !operated) return std::nullopt;
  if (variable != 'x' && !operation && sign != '=') return std::nullopt;
  return Reading{n.end, say(n, place.british) + " "};
}

/// "2m views": millions of what is counted on the net.
Match millions(const Place& place, const Numeral& n) {
  const std::string_view text = place.text;
  if (byte_at(text, n.end) != 'm' || word_char_at(text, n.end + 1)) return std::nullopt;
  const std::size_t next = skip_blanks(text, n.end + 1);
  constexpr std::string_view kThings[] = {
      "views",   "likes",    "followers", "people",    "users",    "subscribers", "downloads",  "streams",  "plays",
      "copies",  "fans",     "customers", "members",   "visitors", "players",     "households", "jobs",     "votes",
      "voters",  "viewers",  "readers",   "listeners", "subs",     "hits",        "clicks",     "units",    "shares",
      "pounds",  "dollars",  "euros",     "homes",     "children", "workers",     "installs",   "accounts", "records",
      "records", "retweets", "comments",  "patients",  "tonnes",   "tons"};
  const std::string_view thing = text.substr(std::min(next, text.size()), count_letters(text, next, 24));
  if (next == n.end + 1 || std::find(std::begin(kThings), std::end(kThings), thing) == std::end(kThings))
    return std::nullopt;
  return Reading{n.end + 1, say(n, place.british) + " million"};
}

Match unsigned_number(const Place& place, std::size_t at, bool negative) {
  const auto n = numeral_at(place.text, at);
  if (!n) return std::nullopt;
  if (auto out = scientific(place, *n)) return out;
  if (auto out = product(place, *n)) return out;
  if (auto out = millions(place, *n)) return out;
  if (auto raised = read_power(place, n->end)) return Reading{raised->end, say(*n, place.british) + raised->spoken};
  if (auto out = ordinal_number(place, *n)) return out;
  if (auto out = military_time(place, *n)) return out;
  if (auto out = decade_or_plural(place, *n)) return out;
  if (auto out = duration(place, *n)) return out;
  if (auto out = measure(place, at, *n, negative)) return out;
  if (auto out = scaled(place, at, *n)) return out;
  if (is_letter_byte(byte_at(place.text, n->end)) && n->integral() && !n->grouped) {
    return Reading{n->end, code_number(n->whole)};
  }
  if (is_code(place, *n, at)) return Reading{n->end, code_number(n->whole)};
  if (is_told_year(place, *n, at)) return Reading{n->end, year(n->value(), place.british)};
  return Reading{n->end, negative ? say(*n, place.british) : say_plain(*n, place.british)};
}

}  // namespace

/// "^6", "²" after a number or a letter.
std::optional<Reading> read_power(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  constexpr std::pair<std::string_view, std::string_view> kRaised[] = {{"²", " squared"}, {"³", " cubed"}};
  for (const auto& [written, spoken] : kRaised) {
    if (has_at(text, at, written)) return Reading{at + written.size(), std::string(spoken)};
  }
  if (byte_at(text, at) != '^') return std::nullopt;
  std::size_t next = at + 1;
  const bool braces = byte_at(text, next) == '{';
  if (braces) ++next;
  const bool minus = byte_at(text, next) == '-';
  if (minus) ++next;
  constexpr std::size_t kMostDigits = 6;
  const std::size_t digits = count_digits(text, next, kMostDigits);
  std::string spoken;
  if (digits > 0 && digits < kMostDigits) {
    const std::string_view exponent = text.substr(next, digits);
    if (!minus && exponent == "2") {
      spoken = " squared";
    } else if (!minus && exponent == "3") {
      spoken = " cubed";
    } else {
      spoken =
          minus ? " to the minus " + cardinal(exponent, place.british) : " to the " + ordinal(exponent, place.british);
    }
    next += digits;
  } else if (count_letters(text, next, 2) == 1) {
    spoken = std::string(" to the ") + (minus ? "minus " : "") + text[next];
    ++next;
  } else {
    return std::nullopt;
  }
  if (braces && byte_at(text, next) != '}') return std::nullopt;
  return Reading{next + (braces ? 1U : 0U), spoken};
}

std::optional<Reading> read_number(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (is_digit_byte(byte_at(text, at))) {
    if (!word_char_before(text, at)) return unsigned_number(place, at, false);
    // Inside a word with letters: "H2O", "MP3".
    const std::size_t digits = count_digits(text, at, text.size());
    return Reading{at + digits, code_number(text.substr(at, digits))};
  }
  if (word_char_before(text, at)) return std::nullopt;
  if (byte_at(text, at) == '.' && is_digit_byte(byte_at(text, at + 1)) && byte_at(text, at - 1) != '.') {
    return unsigned_number(place, at, false);
  }
  if (auto out = short_year(place, at)) return out;
  constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
      {"-", "minus "},         {"−", "minus "}, {"–", "minus "}, {"+", "plus "},
      {"±", "plus or minus "}, {"~", "about "}, {"≈", "about "}};
  for (const auto& [written, spoken] : kSigns) {
    if (!has_at(text, at, written)) continue;
    const std::size_t next = at + written.size();
    const bool number =
        is_digit_byte(byte_at(text, next)) || (byte_at(text, next) == '.' && is_digit_byte(byte_at(text, next + 1)));
    // "x = 3 -2" and "(-5)" have a sign; in "a)-5" the hyphen joins.
    const char before = at == 0 ? ' ' : text[at - 1];
    if (!number || std::string_view(" \t\n([{=<>,:;+*/\"'").find(before) == std::string_view::npos) return std::nullopt;
    auto out = unsigned_number(place, next, spoken == "minus ");
    if (out) out->spoken.insert(0, spoken);
    return out;
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english_normalization
