#pragma once

#include <span>

#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// Tells the letter "A" ("plan A", "slash A", "A B C", "an A.") from the article, which misaki takes it for: gives the
/// tagged tokens of letters the tag of a noun.
void mark_letters(std::span<Piece> tokens);

}  // namespace kokoro::text::english
