#pragma once

#include <cstddef>
#include <kokoro/reading.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "text/characters/source.hpp"
#include "text/g2p/cjk/numeral.hpp"
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// How Japanese and Mandarin texts are put into words: character by character, numbers with what belongs to them.
class SpokenReader {
 public:
  virtual ~SpokenReader() = default;
  SpokenText run();

 protected:
  /// What stands around numbers in one language.
  struct Words {
    const std::vector<UnitName>& units;
    std::string_view (*currency)(char32_t sign);  ///< its name; empty for other characters
    std::u32string_view multipliers;              ///< said before the currency: "¥3億"
  };

  SpokenReader(const Source& source, const NormalizationOptions& options, const Words& words)
      : source_(source), options_(options), words_(words) {}

  /// Says what begins at `i`, if it is more than a character to copy, and gives its end; else gives `i`.
  virtual std::size_t special(std::size_t i) = 0;
  /// A character of which nothing special is to be said; gives the end of what it took.
  virtual std::size_t character(std::size_t i) { return copy(i, i + 1); }

  std::size_t copy(std::size_t begin, std::size_t end);
  std::size_t rewrite(std::string_view spoken, std::size_t begin, std::size_t end);
  /// Rewrites a number that is said as `said` with the currency before it (at `begin`, its digits at `digits`) or the
  /// unit behind it; `sign`: what stands before it is a sign and no currency.
  std::size_t amount(const Numeral& numeral, std::size_t begin, std::size_t digits, bool sign, std::string said);

  bool says_symbols() const { return options_.normalize && options_.replace_remaining_symbols; }

  const Source& source_;
  const NormalizationOptions& options_;
  const Words words_;

 private:
  SpokenText out_;
};

}  // namespace kokoro::text
