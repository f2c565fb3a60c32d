#include "text/g2p/english/number_words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace kokoro::text::english {
namespace {

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 20> kSmall{
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens{"",      "",      "twenty",  "thirty", "forty",
                                                 "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 6> kThousands{"", "thousand", "million", "billion", "trillion", "quadrillion"};

void append_below_hundred(Words& out, std::uint64_t number) {
  if (number < 20) {
    out.emplace_back(kSmall[number]);
    return;
  }
  out.emplace_back(kTens[number / 10]);
  if (number % 10 != 0) out.emplace_back(kSmall[number % 10]);
}

void append_below_thousand(Words& out, std::uint64_t number) {
  if (number >= 100) {
    out.emplace_back(kSmall[number / 100]);
    out.emplace_back("hundred");
    number %= 100;
    if (number == 0) return;
    out.emplace_back("and");
  }
  append_below_hundred(out, number);
}

Words words_of(std::uint64_t number) {
  Words out;
  if (number == 0) return {"zero"};
  std::uint64_t unit = 1;
  std::size_t group = 0;
  while (number / unit >= 1000) {
    unit *= 1000;
    ++group;
  }
  for (;; unit /= 1000, --group) {
    const std::uint64_t part = number / unit % 1000;
    if (part > 0) {
      if (group == 0 && part < 100 && !out.empty()) out.emplace_back("and");
      append_below_thousand(out, part);
      if (group > 0) out.emplace_back(kThousands[group]);
    }
    if (group == 0) return out;
  }
}

Words one_by_one(std::string_view digits) {
  Words out;
  for (const char c : digits) out.emplace_back(kSmall[static_cast<std::size_t>(c - '0')]);
  return out;
}

std::string_view without_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}

std::uint64_t value_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

std::string ordinal_of(const std::string& word) {
  constexpr std::array<std::array<std::string_view, 2>, 7> kIrregular{{{"one", "first"},
                                                                       {"two", "second"},
                                                                       {"three", "third"},
                                                                       {"five", "fifth"},
                                                                       {"eight", "eighth"},
                                                                       {"nine", "ninth"},
                                                                       {"twelve", "twelfth"}}};
  for (const auto& [cardinal, ordinal] : kIrregular) {
    if (word == cardinal) return std::string(ordinal);
  }
  return word.ends_with('y') ? word.substr(0, word.size() - 1) + "ieth" : word + "th";
}

}  // namespace

Words cardinal_words(std::string_view digits) {
  const std::string_view number = without_zeros(digits);
  return number.size() > kMostNumberDigits ? one_by_one(digits) : words_of(value_of(number));
}

Words ordinal_words(std::string_view digits) {
  Words words = cardinal_words(digits);
  words.back() = ordinal_of(words.back());
  return words;
}

Words year_words(std::string_view digits) {
  const std::uint64_t year = value_of(digits);
  const std::uint64_t high = year / 100;
  const std::uint64_t low = year % 100;
  if (high == 0 || (high % 10 == 0 && low < 10) || high >= 100) return words_of(year);
  Words out = words_of(high);
  if (low == 0) {
    out.emplace_back("hundred");
    return out;
  }
  if (low < 10) out.emplace_back("oh");
  append_below_hundred(out, low);
  return out;
}

Words decimal_words(std::string_view number) {
  const std::size_t dot = number.find('.');
  const std::string_view whole = number.substr(0, dot);
  std::string_view fraction = number.substr(dot + 1);
  Words out;
  if (!whole.empty()) {
    out = cardinal_words(whole);
    while (fraction.ends_with('0')) fraction.remove_suffix(1);
  }
  if (fraction.empty()) return out;
  out.emplace_back("point");
  for (std::string& digit : one_by_one(fraction)) out.push_back(std::move(digit));
  return out;
}

}  // namespace kokoro::text::english
