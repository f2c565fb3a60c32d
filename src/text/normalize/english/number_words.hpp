#pragma once

#include <string>
#include <string_view>

namespace kokoro::text::english_normalization {

/// Numbers in words, without hyphens or commas: each word is one that the pronunciation dictionaries know.
/// `digits` is a run of ASCII digits of any length; numbers of more than 66 digits are said digit by digit.
/// `british`: "one hundred and five".

std::string cardinal(std::string_view digits, bool british);  ///< leading zeros are not said
std::string ordinal(std::string_view digits, bool british);
std::string cardinal(unsigned long value, bool british);
std::string ordinal(unsigned long value, bool british);
std::string digit_by_digit(std::string_view digits);  ///< "zero zero seven"
/// A year of four digits: "nineteen oh five", "two thousand ten" is "twenty ten", "nineteen hundred".
std::string year(unsigned long value, bool british);
/// Two digits after others: "oh five", "forty two", "hundred" for 00.
std::string pair_after(unsigned long value);
/// A number in a name such as "A380": two digits as a number, three as "three eighty", four as a year, more one by one.
std::string code_number(std::string_view digits);
/// "five" → "fives", "twenty" → "twenties", "six" → "sixes".
std::string plural(std::string words);

}  // namespace kokoro::text::english_normalization
