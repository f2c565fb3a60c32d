#pragma once

#include <string>
#include <string_view>

namespace kokoro::text {

/// NFKC. `text` is short: many combining marks after one character take quadratic time.
std::u32string nfkc(std::u32string_view text);

/// NFKC where it helps a reader of the word: full-width and decorated letters and digits, ligatures, presentation
/// forms, and accents that follow their letter. Letters of other scripts stay as they are written, because espeak-ng's
/// dictionaries were made from that. Drops invisible characters (soft hyphen, direction marks). At most 16 combining
/// marks after one character are kept: Unicode ordering of more takes quadratic time.
std::u32string fold_compatibility(std::u32string_view word);

}  // namespace kokoro::text
