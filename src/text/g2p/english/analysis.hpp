#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "text/g2p/english/dictionary.hpp"
#include "text/g2p/english/foreign_reader.hpp"
#include "text/g2p/english/markup.hpp"
#include "text/g2p/english/piece.hpp"
#include "text/g2p/english/tagger.hpp"

namespace kokoro::text::english {

/// Tokens of a text without markup, still without tags. White space beyond one space makes tokens only with `parity`.
std::vector<Piece> text_tokens(std::u32string_view text, bool parity);

/// The same with their tags and with what is known of words from their context: elisions, stutters, noises, capitals
/// for emphasis, homographs, names of two words. Such tokens have phonemes, which requests still overrule.
std::vector<Piece> analysed_tokens(std::u32string_view text, const Dictionary& dictionary);

/// From tagged tokens to words with phonemes. Errors: those of espeak-ng.
Result<std::vector<Piece>> read_tokens(std::vector<Piece> tokens, std::span<const Request> requests,
                                       const Dictionary& dictionary, ForeignReader& foreign);

}  // namespace kokoro::text::english
