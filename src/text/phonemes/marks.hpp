#pragma once

#include <cstddef>
#include <string>

#include "text/phonemes/ipa_mapping.hpp"

namespace kokoro::text {

/// Phonemes of a run of `count` equal punctuation marks (canonical_mark()); at most three are kept. `opening`: a
/// straight quote opens. Empty when the alphabet that `mapping` writes has nothing for it.
std::string mark_phonemes(char32_t mark, std::size_t count, bool opening, IpaMapping mapping);

}  // namespace kokoro::text
