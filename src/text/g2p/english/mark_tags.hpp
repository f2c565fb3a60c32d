#pragma once

#include <span>
#include <string_view>

#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// Tags marks whose part of speech is certain from how they are written: brackets, quotes (opening or closing by the
/// spaces around them), commas, ends of sentences, dashes, currency signs. Others keep an empty tag.
void tag_marks(std::span<Piece> tokens);

/// The tag of a mark by its letters alone; empty for words, quotes and hyphens.
std::string_view mark_tag(std::u32string_view text);

}  // namespace kokoro::text::english
