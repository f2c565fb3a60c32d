#pragma once

#include <span>

#include "text/g2p/english/dictionary.hpp"
#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// Writes what is in capitals for emphasis in small letters, so that it is read as words: "MR. DARCY MET MISS BENNET",
/// "TELL US". Acronyms stay, and are marked as nouns where they could be words ("the IT department"). Before tagging.
void lower_shouting(std::span<Piece> tokens, const Dictionary& dictionary);

/// After tagging: "IT", "US", "LED" in a text that does not shout are acronyms.
void mark_acronyms(std::span<Piece> tokens);

}  // namespace kokoro::text::english
