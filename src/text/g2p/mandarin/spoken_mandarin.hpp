#pragma once

#include <cstddef>
#include <kokoro/reading.hpp>

#include "text/characters/source.hpp"
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Mandarin text as it is read: numbers with their currency and unit, dates, times and symbols become characters; all
/// else stays. Follows cn2an where it reads well: years digit by digit, "3-5斤" as 三到五斤, "1/2" as 二分之一, "50%"
/// as 百分之五十; a number of years ("20年", "1000年") is a cardinal. Of the options, those for units, symbols and
/// telephones count, numbers are always read. Speech markup is copied. Linear.
SpokenText spoken_mandarin(const Source& source, const NormalizationOptions& options);

/// End of the unit of measure that stands at `begin` behind a number ("5km"): it is read in Mandarin, not as a foreign
/// word. `begin` when there is none.
std::size_t end_of_mandarin_unit(const Source& source, std::size_t begin);

}  // namespace kokoro::text
