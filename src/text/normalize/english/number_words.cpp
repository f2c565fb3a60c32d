#include "text/normalize/english/number_words.hpp"

#include <algorithm>
#include <array>

#include "text/characters/bytes.hpp"

namespace kokoro::text::english_normalization {
namespace {

constexpr std::array<std::string_view, 20> kSmall{
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens{"",      "",      "twenty",  "thirty", "forty",
                                                 "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 22> kScales{"",
                                                   "thousand",
                                                   "million",
                                                   "billion",
                                                   "trillion",
                                                   "quadrillion",
                                                   "quintillion",
                                                   "sextillion",
                                                   "septillion",
                                                   "octillion",
                                                   "nonillion",
                                                   "decillion",
                                                   "undecillion",
                                                   "duodecillion",
                                                   "tredecillion",
                                                   "quattuordecillion",
                                                   "quindecillion",
                                                   "sexdecillion",
                                                   "septendecillion",
                                                   "octodecillion",
                                                   "novemdecillion",
                                                   "vigintillion"};
constexpr std::size_t kMaxDigits = 3 * kScales.size();

struct Irregular {
  std::string_view cardinal, ordinal;
};
constexpr Irregular kIrregular[] = {{"one", "first"},    {"two", "second"}, {"three", "third"},   {"five", "fifth"},
                                    {"eight", "eighth"}, {"nine", "ninth"}, {"twelve", "twelfth"}};

void add(std::string& out, std::string_view word) {
  if (!out.empty()) out += ' ';
  out += word;
}

void add_below_hundred(std::string& out, unsigned n) {
  if (n < 20) {
    add(out, kSmall[n]);
    return;
  }
  add(out, kTens[n / 10]);
  if (n % 10 != 0) add(out, kSmall[n % 10]);
}

std::string_view without_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view("0") : digits.substr(first);
}

unsigned group_value(std::string_view group) {
  unsigned value = 0;
  for (const char c : group) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

}  // namespace

std::string cardinal(std::string_view digits, bool british) {
  digits = without_zeros(digits);
  if (digits.size() > kMaxDigits) return digit_by_digit(digits);
  if (digits == "0") return "zero";
  std::string out;
  for (std::size_t left = digits.size(); left > 0;) {
    const std::size_t length = left % 3 == 0 ? 3 : left % 3;
    const unsigned group = group_value(digits.substr(digits.size() - left, length));
    left -= length;
    if (group == 0) continue;
    const bool joined = british && group % 100 != 0 && (group >= 100 || (left == 0 && !out.empty()));
    if (group >= 100) {
      add(out, kSmall[group / 100]);
      add(out, "hundred");
    }
    if (joined) add(out, "and");
    if (group % 100 != 0) add_below_hundred(out, group % 100);
    if (left > 0) add(out, kScales[left / 3]);
  }
  return out;
}

std::string cardinal(unsigned long value, bool british) { return cardinal(std::to_string(value), british); }
std::string ordinal(unsigned long value, bool british) { return ordinal(std::to_string(value), british); }

std::string ordinal(std::string_view digits, bool british) {
  std::string out = cardinal(digits, british);
  const std::size_t space = out.rfind(' ');
  const std::size_t begin = space == std::string::npos ? 0 : space + 1;
  const std::string last = out.substr(begin);
  for (const Irregular& word : kIrregular) {
    if (word.cardinal == last) return out.replace(begin, std::string::npos, word.ordinal);
  }
  if (last.ends_with('y')) return out.replace(out.size() - 1, 1, "ieth");
  return out + "th";
}

std::string digit_by_digit(std::string_view digits) {
  std::string out;
  out.reserve(digits.size() * 5);
  for (const char c : digits) {
    if (is_digit_byte(c)) add(out, kSmall[static_cast<std::size_t>(c - '0')]);
  }
  return out;
}

std::string pair_after(unsigned long value) {
  if (value == 0) return "hundred";
  std::string out;
  if (value < 10) out = "oh";
  add_below_hundred(out, static_cast<unsigned>(value % 100));
  return out;
}

std::string year(unsigned long value, bool british) {
  const unsigned long high = value / 100;
  if (value < 1000 || value > 9999 || high % 10 == 0) {
    if (value % 1000 < 10 || value < 1000 || value > 9999) return cardinal(value, british);
  }
  std::string out;
  add_below_hundred(out, static_cast<unsigned>(high));
  add(out, pair_after(value % 100));
  return out;
}

std::string code_number(std::string_view digits) {
  if (digits.size() > 1 && digits.front() == '0') return digit_by_digit(digits);
  if (digits.size() <= 2) return cardinal(digits, false);
  if (digits.size() > 4) return digit_by_digit(digits);
  const unsigned value = group_value(digits);
  if (digits.size() == 4) return year(value, false);
  return std::string(kSmall[value / 100]) + ' ' + pair_after(value % 100);
}

std::string plural(std::string words) {
  if (words.ends_with('y')) return words.replace(words.size() - 1, 1, "ies");
  return words + (words.ends_with('x') ? "es" : "s");
}

}  // namespace kokoro::text::english_normalization
