#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <kokoro/reading.hpp>
#include "text/normalize/other/language_words.hpp"

/// The semiotic classes of the languages whose numbers espeak-ng reads itself.
namespace kokoro::text::other {

struct Place {
  std::string_view text;
  const NormalizationOptions& options;
  const LanguageWords& words;
};

struct Reading {
  std::size_t end = 0;
  std::string spoken;
};

/// Whatever begins with a number, a sign of one or a currency: date, time, money, ordinal, unit, range, number.
std::optional<Reading> read_number(const Place& place, std::size_t at);
/// "12/25/2024", "2024-05-01" in the order of the language.
std::optional<Reading> read_date(const Place& place, std::size_t at);
/// "10:30", "10h30".
std::optional<Reading> read_time(const Place& place, std::size_t at);
/// URL, e-mail address, path, file name.
std::optional<Reading> read_address(const Place& place, std::size_t at);
/// "Sr.", "etc.", "nº".
std::optional<Reading> read_abbreviation(const Place& place, std::size_t at);
/// Operators, dashes between numbers, signs with a name; what has none and is no mark is left out.
std::optional<Reading> read_sign(const Place& place, std::size_t at);

}  // namespace kokoro::text::other
