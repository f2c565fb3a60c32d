#pragma once

#include <cstddef>
#include <kokoro/reading.hpp>

#include "text/characters/source.hpp"
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Japanese text as MeCab is to read it: compatibility characters composed (NFKC, half-width kana to full width),
/// numbers in hiragana with their currency and unit, dates, times, ranges and symbols spelled. All else stays. Of the
/// options, those for units and symbols count, numbers are always read. Speech markup is copied. Linear.
SpokenText spoken_japanese(const Source& source, const NormalizationOptions& options);

/// End of the unit of measure that stands at `begin` behind a number ("5km"): it is read in Japanese, not as a foreign
/// word. `begin` when there is none.
std::size_t end_of_japanese_unit(const Source& source, std::size_t begin);

}  // namespace kokoro::text
