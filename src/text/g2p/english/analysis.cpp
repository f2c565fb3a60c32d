#include "text/g2p/english/analysis.hpp"

#include "text/g2p/english/pieces.hpp"
#include "text/g2p/english/tokenizer.hpp"
#include "text/g2p/english/tokenizer_rules.hpp"
#include "text/g2p/english/word_reader.hpp"

namespace kokoro::text::english {

std::vector<Piece> text_tokens(std::u32string_view text, bool parity) {
  std::vector<Piece> pieces;
  for (const TextToken& token : tokenize(text)) {
    if (!parity && TokenizerRules::is_white_space(text[token.begin])) {
      if (!pieces.empty()) pieces.back().space_after = true;
      continue;
    }
    Piece piece;
    piece.text = text.substr(token.begin, token.end - token.begin);
    piece.space_after = token.space_after;
    piece.begin = token.begin;
    piece.end = token.end;
    if (!parity && piece.text == U"A.") {
      // "An A." ends the sentence; for spaCy it is one word, which no dictionary has.
      Piece stop = piece;
      stop.text = U".";
      stop.begin = piece.end - 1;
      piece.text = U"A";
      piece.end = stop.begin;
      piece.space_after = false;
      pieces.push_back(std::move(piece));
      piece = std::move(stop);
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

Result<std::vector<Piece>> read_tokens(std::vector<Piece> tokens, std::span<const Request> requests,
                                       const Dictionary& dictionary, ForeignReader& foreign) {
  const Fallback fallback = [&](std::u32string_view word) { return foreign.read(word); };
  return read_words(grouped(with_requests(std::move(tokens), requests)), dictionary, fallback);
}

}  // namespace kokoro::text::english
