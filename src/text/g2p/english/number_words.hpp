#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text::english {

/// Most digits that are read as one number; more are read one by one.
inline constexpr std::size_t kMostNumberDigits = 18;

/// The words of a number in ASCII digits, leading zeros allowed: "1105" is one thousand one hundred and five.
std::vector<std::string> cardinal_words(std::string_view digits);

/// one thousand one hundred and fifth
std::vector<std::string> ordinal_words(std::string_view digits);

/// A year: nineteen oh five, nineteen hundred, two thousand and one. At most four digits.
std::vector<std::string> year_words(std::string_view digits);

/// A number with one '.': three point one four. Zeros at the end of the fraction are not said; ".5" is point five.
std::vector<std::string> decimal_words(std::string_view number);

}  // namespace kokoro::text::english
