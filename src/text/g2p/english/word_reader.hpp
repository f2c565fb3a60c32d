#pragma once

#include <functional>
#include <kokoro/error.hpp>
#include <string_view>
#include <vector>

#include "text/g2p/english/dictionary.hpp"
#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// Reads a word that the dictionary does not know.
using Fallback = std::function<Result<Phonemes>(std::u32string_view word)>;

/// Says groups of pieces (see grouped()) from the last to the first, as misaki does, because what a word sounds like
/// depends on what follows it. A group is said in the longest parts that the dictionary knows, or else all of it by the
/// fallback. Gives one piece for each group, with phonemes. Linear.
/// Errors: those of the fallback.
Result<std::vector<Piece>> read_words(std::vector<std::vector<Piece>> groups, const Dictionary& dictionary,
                                      const Fallback& fallback);

}  // namespace kokoro::text::english
