#include "text/g2p/english/analysis.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/g2p/english/capitals.hpp"
#include "text/g2p/english/elisions.hpp"
#include "text/g2p/english/fiction.hpp"
#include "text/g2p/english/homographs.hpp"
#include "text/g2p/english/letter_names.hpp"
#include "text/g2p/english/pieces.hpp"
#include "text/g2p/english/tokenizer.hpp"
#include "text/g2p/english/tokenizer_rules.hpp"
#include "text/g2p/english/unicode.hpp"
#include "text/g2p/english/word_list.hpp"
#include "text/g2p/english/word_reader.hpp"
#include "text/segment/sentence_end.hpp"

namespace kokoro::text::english {
namespace {

/// Whether the dot that ends [begin, end), an abbreviation, ends the sentence too. Looks at the text around it.
bool is_sentence_end(std::u32string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t kNear = 200;
  const std::size_t from = begin > kNear ? begin - kNear : 0;
  const std::string before = to_utf8(text.substr(from, begin - from));
  const std::string word = to_utf8(text.substr(begin, end - begin));
  const std::string around = before + word + to_utf8(text.substr(end, kNear));
  return ends_sentence(around, before.size(), before.size() + word.size(), use_of_abbreviation(word));
}

/// "B.Sc." within a sentence, of which spaCy cuts the dot.
bool goes_on(std::u32string_view text, const Piece& word, const Piece& dot) {
  if (word.text.find(U'.') == std::u32string::npos || !is_alpha(word.text.front()) || word.text.size() > 8)
    return false;
  const AbbreviationUse use = use_of_abbreviation(to_utf8(word.text));
  return use != AbbreviationUse::none && !is_sentence_end(text, word.begin, dot.end);
}

/// Whether the dot of an abbreviation that is one token ends the sentence too.
bool ends_sentence_too(std::u32string_view text, const Piece& piece) {
  if (piece.text.size() < 3 || piece.text.back() != U'.' || piece.text[piece.text.size() - 2] == U'.' ||
      !is_alpha(piece.text.front())) {
    return false;
  }
  return is_sentence_end(text, piece.begin, piece.end);
}

/// "Des Moines", "Pan Am": two words that are said otherwise than each alone.
void read_phrases(std::vector<Piece>& tokens, bool british) {
  const WordList& list = WordList::builtin();
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!is_upper_letter(tokens[i].text.front()) || !tokens[i].space_after || !list.begins_phrase(tokens[i].text))
      continue;
    const std::u32string_view said = list.find(tokens[i].text + U' ' + tokens[i + 1].text, british);
    const std::size_t blank = said.find(U' ');
    if (blank == std::u32string_view::npos) continue;
    tokens[i].phonemes = said.substr(0, blank);
    tokens[i + 1].phonemes = said.substr(blank + 1);
  }
}

}  // namespace

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
    if (!parity && (piece.text == U"A." || ends_sentence_too(text, piece))) {
      // "An A." and "the U.S." end the sentence; for spaCy they are one word.
      Piece stop = piece;
      stop.text = U".";
      stop.begin = piece.end - 1;
      piece.text.pop_back();
      piece.end = stop.begin;
      piece.space_after = false;
      pieces.push_back(std::move(piece));
      piece = std::move(stop);
    }
    if (!parity && piece.text == U"." && !pieces.empty() && pieces.back().end == piece.begin &&
        goes_on(text, pieces.back(), piece)) {
      pieces.back().text += U'.';
      pieces.back().end = piece.end;
      pieces.back().space_after = piece.space_after;
      continue;
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::vector<Piece> analysed_tokens(std::u32string_view text, const Dictionary& dictionary) {
  std::vector<Piece> tokens = text_tokens(text, false);
  join_elisions(tokens, dictionary.british());
  lower_shouting(tokens, dictionary);
  read_sounds(tokens, dictionary);
  Tagger::builtin().tag(tokens);
  mark_letters(tokens);
  mark_acronyms(tokens);
  read_homographs(tokens, dictionary.british());
  read_phrases(tokens, dictionary.british());
  return tokens;
}

Result<std::vector<Piece>> read_tokens(std::vector<Piece> tokens, std::span<const Request> requests,
                                       const Dictionary& dictionary, ForeignReader& foreign) {
  const Fallback fallback = [&](std::u32string_view word) { return foreign.read(word); };
  return read_words(grouped(with_requests(std::move(tokens), requests)), dictionary, fallback);
}

}  // namespace kokoro::text::english
