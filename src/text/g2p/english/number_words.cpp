#include "text/g2p/english/number_words.hpp"

#include <algorithm>
#include <cstddef>

#include "text/normalize/english/number_words.hpp"

namespace kokoro::text::english {
namespace {

using Words = std::vector<std::string>;

Words split(std::string_view words) {
  Words out;
  for (std::size_t begin = 0; begin < words.size();) {
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    out.emplace_back(words.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

bool is_too_long(std::string_view digits) {
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  return digits.size() - zeros > kMostNumberDigits;
}

}  // namespace

// num2words says "and" as the British do, for Americans too.
Words cardinal_words(std::string_view digits) {
  return split(is_too_long(digits) ? english_normalization::digit_by_digit(digits)
                                   : english_normalization::cardinal(digits, true));
}

Words ordinal_words(std::string_view digits) { return split(english_normalization::ordinal(digits, true)); }

Words year_words(std::string_view digits) {
  unsigned long year = 0;
  for (const char c : digits) year = year * 10 + static_cast<unsigned long>(c - '0');
  const unsigned long high = year / 100;
  const unsigned long low = year % 100;
  if (high == 0 || (high % 10 == 0 && low < 10) || high >= 100) return cardinal_words(digits);
  return split(english_normalization::cardinal(high, true) + ' ' + english_normalization::pair_after(low));
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
  for (std::string& digit : split(english_normalization::digit_by_digit(fraction))) out.push_back(std::move(digit));
  return out;
}

}  // namespace kokoro::text::english
