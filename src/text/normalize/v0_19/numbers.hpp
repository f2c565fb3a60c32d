#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kokoro::text {

/// Rewrites of one English word that holds digits; each gives nothing when the word is not of its kind.

/// "$3.50" → "3 dollars and 50 cents", "£2" → "2 pounds", "$1.2M" → "1 point 2 million dollars".
/// With `next_is_multiplier`, the unit is put into `unit` instead, to be said after the next word.
std::optional<std::string> say_money(std::string_view word, bool next_is_multiplier, std::string& unit);
/// "9:05" → "9 oh 5", "10:00" → "10 o'clock", "10:30pm" → "10 30 P.M".
std::optional<std::string> say_time(std::string_view word);
/// "1999" → "19 99", "1905" → "19 oh 5", "1900s" → "19 hundreds", "2024" → "20 24"; 2005 and 1000 stay.
std::optional<std::string> say_year(std::string_view word);
/// "3-5" → "3 to 5"; each side may be a decimal.
std::optional<std::string> say_range(std::string_view word);
/// "3/4/2024" → "3 4 20 24"; other groups of digits, such as "555-1234", one digit after the other.
std::optional<std::string> say_groups(std::string_view word);
/// "1/2" → "one half", "3/4" → "3 quarters", "5/16" → "5 over 16".
std::optional<std::string> say_fraction(std::string_view word);
/// "5km" → "5 kilometers", "20°C", "50%", "60mph".
std::optional<std::string> say_measure(std::string_view word);
/// "1,234.5" → "1234 point 5", "-3" → "minus 3", "#1" → "number 1", "1.2.3" → "1 point 2 point 3".
std::optional<std::string> say_number(std::string_view word);

}  // namespace kokoro::text
