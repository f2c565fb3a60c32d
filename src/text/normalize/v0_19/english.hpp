#pragma once

#include <string>
#include <string_view>

#include "text/segment/scanner.hpp"

namespace kokoro::text {

/// How a word is said.
struct SpokenWord {
  std::string spoken;
  std::string trailing;  ///< said after the next word: the "dollars" of "$2 million"
};

/// A written English word as v0.19's text is made ready for espeak-ng, in letters and plain numbers that it reads well:
/// money, years, times, decimals, ranges, fractions, units, symbols, addresses and abbreviations are spelled out.
/// `word` has been through fold_compatibility(); `next_word` is what follows it directly, empty before punctuation.
/// Linear.
SpokenWord say_english(std::string_view word, Item::Kind kind, std::string_view next_word);

}  // namespace kokoro::text
