#pragma once

#include <initializer_list>
#include <string_view>

namespace kokoro::text {

/// What a sign, a unit or an abbreviation is called.
struct SpokenName {
  std::string_view written;
  std::string_view one;
  std::string_view many = {};  ///< after other numbers than one; empty: the same
};

struct CurrencyName {
  std::string_view sign;
  std::string_view one, many;
  std::string_view coin, coins;  ///< empty where there are none
};

/// The words that a language needs around numbers, which espeak-ng itself reads. In the patterns {d} {m} {y} stand for
/// day, month and year, {h} {n} for hour and minute, {a} {b} for amounts.
struct LanguageWords {
  template <class Entry>
  using Table = std::initializer_list<Entry>;  // lives as long as the object that it is written in

  std::string_view primary;  ///< "es"
  std::string_view minus, plus, equals, times, divided, range;
  std::string_view date;           ///< "{d} de {m} de {y}"
  std::string_view first_day;      ///< said for the first of a month; empty: the number
  std::string_view time;           ///< "{h} y {n}"
  std::string_view full_hour;      ///< "{h} en punto", "{h} heures"
  std::string_view coins;          ///< "{a} con {b}"
  std::string_view amount;         ///< after "million": "{a} de {b}" or "{a} {b}"
  char hour_letter = '\0';         ///< "10h30" in French and Portuguese
  Table<std::string_view> months;  ///< twelve
  Table<SpokenName> ordinals;      ///< endings and whole ordinals: "1º"
  Table<SpokenName> units;
  Table<SpokenName> abbreviations;  ///< with their dot
  Table<SpokenName> symbols;
  Table<CurrencyName> currencies;
  Table<SpokenName> address;  ///< names of . / @ - _ and others
};

/// The words of a language by its tag ("es", "pt-br"); null for those whose signs espeak-ng reads alone.
const LanguageWords* language_words(std::string_view tag);

}  // namespace kokoro::text
