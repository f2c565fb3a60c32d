#include "text/characters/bytes.hpp"
#include "text/normalize/english/attributive.hpp"
#include "text/normalize/english/fraction_names.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/normalize/english/units.hpp"

namespace kokoro::text::english_normalization {
namespace {

unsigned long number_of(std::string_view digits) {
  unsigned long out = 0;
  for (const char c : digits) out = out * 10 + static_cast<unsigned long>(c - '0');
  return out;
}

bool is_usual_denominator(unsigned long n) {
  constexpr unsigned long kUsual[] = {16, 20, 32, 50, 64, 100, 1000};
  if (n >= 2 && n <= 12) return true;
  for (const unsigned long usual : kUsual) {
    if (usual == n) return true;
  }
  return false;
}

/// Over and under of "n/d" at `at`; the end is 0 when there is none or when it goes on ("1/2/2024").
struct Slash {
  std::string_view over, under;
  std::size_t end = 0;
};
Slash slash_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostDigits = 5;
  const std::size_t over = count_digits(text, at, kMostDigits);
  if (over == 0 || over == kMostDigits) return {};
  std::size_t slash = at + over;
  std::size_t sign = 1;
  if (has_at(text, slash, "⁄")) {
    sign = 3;
  } else if (byte_at(text, slash) != '/') {
    return {};
  }
  const std::size_t under = count_digits(text, slash + sign, kMostDigits);
  const std::size_t end = slash + sign + under;
  const char after = byte_at(text, end);
  if (under == 0 || under == kMostDigits || is_digit_byte(after)) return {};
  if ((after == '/' || after == '-') && is_digit_byte(byte_at(text, end + 1))) return {};
  return {text.substr(at, over), text.substr(slash + sign, under), end};
}

bool is_fraction(const Slash& s) {
  const unsigned long over = number_of(s.over);
  return s.end != 0 && over > 0 && over < number_of(s.under) && is_usual_denominator(number_of(s.under)) &&
         s.over.front() != '0';
}

/// "got 8/10", "a score of 3/5", "7/10 would buy again".
bool is_rating(std::string_view text, std::size_t at, unsigned long over, unsigned long under, std::size_t end) {
  if ((under != 10 && under != 5 && under != 100 && under != 20) || over > under) return false;
  constexpr std::string_view kBefore[] = {"got",     "gets",    "scored", "score",  "scores",  "rating", "rate",
                                          "rated",   "rates",   "gave",   "give",   "gives",   "given",  "solid",
                                          "mark",    "marks",   "grade",  "review", "reviews", "earned", "received",
                                          "awarded", "perfect", "easy",   "strong"};
  const std::string before = word_before(text, at);
  for (const std::string_view word : kBefore) {
    if (before == word) return true;
  }
  const std::size_t next = skip_blanks(text, end);
  for (const std::string_view word : {"on ", "would", "stars", "points", "rating", "score", "recommend"}) {
    if (has_at(text, next, word) && next > end) return true;
  }
  if (before == "of" || before == "a" || before == "it") {
    // "a score of 3/5"
    std::size_t i = at;
    while (i > 0 && is_blank_byte(text[i - 1])) --i;
    const std::string second = word_before(text, i - before.size());
    if (before == "it") return second == "rate" || second == "rated" || second == "give" || second == "gave";
    if (before == "of" && (second == "score" || second == "rating" || second == "grade" || second == "mark"))
      return true;
    if (before == "a" && (second == "it" || second == "this" || second == "was" || second == "movie" ||
                          second == "film" || second == "them"))
      return true;
  }
  return false;
}

/// "-" or "minus" before what follows; the bytes it takes.
std::size_t sign_at(const Place& place, std::size_t at) {
  if (word_char_before(place.text, at)) return 0;
  if (byte_at(place.text, at) == '-') return 1;
  return has_at(place.text, at, "−") ? 3 : 0;
}

/// Length of the sign for inches at `end`, behind the size that begins at `at`; 0 when there is none.
std::size_t inch_mark_at(std::string_view text, std::size_t at, std::size_t end) {
  const std::size_t mark = byte_at(text, end) == '"' ? 1 : has_at(text, end, "″") ? std::string_view("″").size() : 0;
  if (mark == 0 || word_char_at(text, end + mark)) return 0;
  if (mark == 1) {
    // After an odd number of quotes in the line this one closes.
    bool open = false;
    for (std::size_t i = at, steps = 0; i-- > 0 && text[i] != '\n' && steps < 400; ++steps) open ^= text[i] == '"';
    if (open) return 0;
  }
  return mark;
}

}  // namespace

std::string say_fraction(unsigned long over, unsigned long under) {
  const bool one = over == 1;
  std::string name;
  if (under == 2) {
    name = one ? "half" : "halves";
  } else if (under == 4) {
    name = one ? "quarter" : "quarters";
  } else {
    name = ordinal(under, false);
    if (!one) name = plural(name);
  }
  return cardinal(over, false) + ' ' + name;
}

VulgarFraction vulgar_fraction_at(std::string_view text, std::size_t at) {
  constexpr struct {
    std::string_view written;
    unsigned over, under;
  } kVulgar[] = {{"½", 1, 2}, {"¼", 1, 4}, {"¾", 3, 4}, {"⅓", 1, 3}, {"⅔", 2, 3}, {"⅕", 1, 5},
                 {"⅖", 2, 5}, {"⅗", 3, 5}, {"⅘", 4, 5}, {"⅙", 1, 6}, {"⅚", 5, 6}, {"⅐", 1, 7},
                 {"⅛", 1, 8}, {"⅜", 3, 8}, {"⅝", 5, 8}, {"⅞", 7, 8}, {"⅑", 1, 9}, {"⅒", 1, 10}};
  for (const auto& v : kVulgar) {
    if (has_at(text, at, v.written)) return {at + v.written.size(), v.over, v.under};
  }
  return {};
}

namespace {

std::optional<Reading> fraction_alone(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  const std::size_t sign = sign_at(place, at);
  const std::string minus = sign == 0 ? "" : "minus ";
  const std::size_t begin = at + sign;
  if (const auto v = vulgar_fraction_at(text, begin); v.end != 0) {
    return Reading{v.end, minus + say_fraction(v.over, v.under)};
  }
  const std::size_t digits = count_digits(text, begin, 7);
  if (digits == 0 || digits == 7) return std::nullopt;
  // A whole number and a fraction: "2 1/2", "2½", "2-1/2".
  const std::size_t after = begin + digits;
  const bool gap = byte_at(text, after) == ' ' || byte_at(text, after) == '-';
  const std::size_t next = gap ? after + 1 : after;
  const std::string whole = cardinal(text.substr(begin, digits), place.british);
  if (const auto v = vulgar_fraction_at(text, next); v.end != 0) {
    return Reading{v.end,
                   minus + whole + " and " + (v.over == 1 && v.under == 2 ? "a half" : say_fraction(v.over, v.under))};
  }
  if (const Slash s = slash_at(text, next); gap && is_fraction(s) && !word_char_at(text, s.end)) {
    const unsigned long over = number_of(s.over);
    const unsigned long under = number_of(s.under);
    return Reading{s.end, minus + whole + " and " + (over == 1 && under == 2 ? "a half" : say_fraction(over, under))};
  }
  const Slash s = slash_at(text, begin);
  if (s.end == 0) return std::nullopt;
  std::size_t end = s.end;
  for (const std::string_view suffix : {"ths", "rds", "nds", "th", "rd", "nd"}) {
    if (end == s.end && has_at(text, s.end, suffix)) end += suffix.size();
  }
  const bool ordinal_suffix = end > s.end;
  if (word_char_at(text, end)) return std::nullopt;
  const unsigned long over = number_of(s.over);
  const unsigned long under = number_of(s.under);
  if (!ordinal_suffix && is_rating(text, at, over, under, end)) {
    return Reading{end, minus + cardinal(s.over, place.british) + " out of " + cardinal(s.under, place.british)};
  }
  if (over == 9 && under == 11) return Reading{end, "nine eleven"};
  if (ordinal_suffix || is_fraction(s)) return Reading{end, minus + say_fraction(over, under)};
  const std::string left = s.over.front() == '0' ? code_number(s.over) : cardinal(s.over, place.british);
  const std::string right = s.under.front() == '0' ? code_number(s.under) : cardinal(s.under, place.british);
  std::string between = " over ";
  if (over == under) between = over == 50 || over == 20 ? " " : " out of ";
  if (over + under == 100 && over % 5 == 0 && over > 0) between = " ";  // "a 60/40 split"
  if (s.over == "24" && s.under == "7") between = " ";
  if (over >= 1 && over <= 12 && under > 12 && under <= 31) between = " ";  // a date: "9/11" and the like are names
  if (s.over.size() == 4 && over >= 1500 && over < 2100 && s.under.size() <= 4) {
    // A season: "2019/20".
    return Reading{end, year(over, place.british) + ' ' +
                            (s.under.size() == 4 ? year(under, place.british) : code_number(s.under))};
  }
  return Reading{end, minus + left + between + right};
}

/// "4.5/5": points out of a whole.
std::optional<Reading> decimal_rating(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at) || count_digits(text, at, 4) == 4) return std::nullopt;
  const auto points = numeral_at(text, at);
  if (!points || points->integral() || byte_at(text, points->end) != '/') return std::nullopt;
  const std::size_t digits = count_digits(text, points->end + 1, 4);
  const std::size_t end = points->end + 1 + digits;
  if (digits == 0 || digits == 4 || word_char_at(text, end)) return std::nullopt;
  if ((byte_at(text, end) == '.' || byte_at(text, end) == '/') && is_digit_byte(byte_at(text, end + 1)))
    return std::nullopt;
  return Reading{
      end, say(*points, place.british) + " out of " + cardinal(text.substr(points->end + 1, digits), place.british)};
}

}  // namespace

std::optional<Reading> read_fraction(const Place& place, std::size_t at) {
  if (auto out = decimal_rating(place, at)) return out;
  auto out = fraction_alone(place, at);
  if (!out || !place.options.unit_normalization) return out;
  const bool more_than_one = out->spoken.find(" and ") != std::string::npos;
  const bool fraction = out->spoken.find(" over ") == std::string::npos;
  if (const std::size_t mark = fraction ? inch_mark_at(place.text, at, out->end) : 0; mark != 0) {
    const bool one = !more_than_one || describes_next_word(place.text, at, out->end + mark);
    return Reading{out->end + mark, out->spoken + (one ? " inch" : " inches")};
  }
  const bool spaced = is_blank_byte(byte_at(place.text, out->end));
  // "1/2 in": a word more often than a unit.
  const auto unit = unit_at(place.text, out->end + (spaced ? 1 : 0), spaced, place.british);
  if (!unit || !fraction) return out;
  return Reading{unit->end, out->spoken + ' ' + (more_than_one ? unit->many : unit->one)};
}

std::optional<Reading> read_feet_inches(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (word_char_before(text, at)) return std::nullopt;
  const std::size_t feet = count_digits(text, at, 4);
  if (feet == 0 || feet == 4) return std::nullopt;
  const auto mark = [&](std::size_t i, std::string_view plain, std::string_view prime, std::string_view curly) {
    for (const std::string_view sign : {plain, prime, curly}) {
      if (has_at(text, i, sign)) return sign.size();
    }
    return std::size_t{0};
  };
  const std::size_t foot_mark = mark(at + feet, "'", "′", "’");
  const std::string count = cardinal(text.substr(at, feet), place.british);
  if (foot_mark != 0) {
    std::size_t next = at + feet + foot_mark;
    const bool blank = byte_at(text, next) == ' ';
    const std::size_t inches_at = next + (blank ? 1 : 0);
    const std::size_t inches = count_digits(text, inches_at, 3);
    const std::size_t inch_mark = inches == 0 ? 0 : mark(inches_at + inches, "\"", "″", "”");
    if (inches > 0 && inches < 3 && (inch_mark != 0 || (!blank && !word_char_at(text, inches_at + inches)))) {
      return Reading{inches_at + inches + inch_mark,
                     count + " foot " + cardinal(text.substr(inches_at, inches), false)};
    }
    // A single mark is a foot only where it cannot be an apostrophe or a quote: "6' tall", not "the '90s' end".
    const bool prime = foot_mark == 3 && has_at(text, at + feet, "′");
    if (!prime) return std::nullopt;
    return Reading{next, count + (count == "one" ? " foot" : " feet")};
  }
  const auto size = numeral_at(text, at);
  const std::size_t sign_at_end = size ? size->end : at + feet;
  const std::size_t inch_mark = size ? inch_mark_at(text, at, sign_at_end) : 0;
  if (inch_mark == 0) return std::nullopt;
  const bool one = size->is_one() || describes_next_word(text, at, sign_at_end + inch_mark);
  return Reading{sign_at_end + inch_mark, say(*size, place.british) + (one ? " inch" : " inches")};
}

}  // namespace kokoro::text::english_normalization
