#pragma once

#include <kokoro/version.hpp>
#include <string>
#include <string_view>

#include "text/segment/scanner.hpp"

namespace kokoro::text {

/// A written English word as it is said, in letters and plain numbers that espeak-ng reads well: money, years, times,
/// decimals, ranges, fractions, units, symbols, addresses and abbreviations are spelled out. `word` has been through
/// fold_compatibility(). Linear.
///
/// `multiplier`: the word after it when that is "million" or the like, which then goes before the unit ("$2 million");
/// the caller leaves that word unchanged and puts `trailing` after it.
struct SpokenWord {
  std::string spoken;
  std::string trailing;  ///< said after the next word: "dollars"
};
SpokenWord say_english(std::string_view word, Item::Kind kind, std::string_view next_word, ModelVersion version);

}  // namespace kokoro::text
