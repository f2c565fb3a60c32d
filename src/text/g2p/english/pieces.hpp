#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "text/g2p/english/markup.hpp"
#include "text/g2p/english/piece.hpp"

namespace kokoro::text::english {

/// Gives tokens what the markup asks for. Tokens that share given phonemes are put together.
std::vector<Piece> with_requests(std::vector<Piece> tokens, std::span<const Request> requests);

/// Cuts tokens at their subtokens and groups what is written without a space between: each group is one word to be
/// looked up as a whole or in parts. Marks get their phonemes, currency signs wait for their number.
std::vector<std::vector<Piece>> grouped(std::vector<Piece> tokens);

}  // namespace kokoro::text::english
