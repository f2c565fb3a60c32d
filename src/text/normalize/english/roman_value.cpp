#include "text/normalize/english/roman_value.hpp"

#include <string>
#include <utility>

namespace kokoro::text::english_normalization {

unsigned roman_value(std::string_view word) {
  constexpr std::pair<std::string_view, unsigned> kParts[] = {
      {"M", 1000}, {"CM", 900}, {"D", 500}, {"CD", 400}, {"C", 100}, {"XC", 90}, {"L", 50},
      {"XL", 40},  {"X", 10},   {"IX", 9},  {"V", 5},    {"IV", 4},  {"I", 1}};
  if (word.size() > 15) return 0;
  unsigned value = 0;
  std::string again;
  std::string_view rest = word;
  for (const auto& [part, worth] : kParts) {
    while (rest.starts_with(part)) {
      rest.remove_prefix(part.size());
      value += worth;
    }
  }
  if (!rest.empty() || value == 0 || value >= 4000) return 0;
  unsigned left = value;
  for (const auto& [part, worth] : kParts) {
    for (; left >= worth; left -= worth) again += part;
  }
  return again == word ? value : 0;
}

}  // namespace kokoro::text::english_normalization
