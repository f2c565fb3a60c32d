#pragma once

#include <vector>

#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// Joins an apostrophe that stands for letters to its word: "’Tis", "th'", "singin’", "’n’". An apostrophe that begins
/// a word and joins nothing known is silent rather than a quotation mark. Tokens are those of the tokeniser, untagged.
void join_elisions(std::vector<Piece>& tokens, bool british);

}  // namespace kokoro::text::english
