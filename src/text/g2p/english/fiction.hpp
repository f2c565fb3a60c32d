#pragma once

#include <vector>

#include "text/g2p/english/dictionary.hpp"
#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// What stories and chats write as it sounds: stutters ("W-w-what", "d-didn't") get the sound that is repeated,
/// interjections ("Shhh", "Brrr", "Grr") their noise, and drawn-out words ("Noooo") are said as the word. Before
/// tagging.
void read_sounds(std::vector<Piece>& tokens, const Dictionary& dictionary);

}  // namespace kokoro::text::english
