#pragma once

#include <span>

#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// Gives phonemes to words that are said in several ways where the words around them tell which: "bow of the ship",
/// "made of lead", "is used to cut". What no rule knows is left to the part of speech. Tokens are tagged.
void read_homographs(std::span<Piece> tokens, bool british);

}  // namespace kokoro::text::english
