#include "text/g2p/english/piece.hpp"

#include <algorithm>
#include <set>

#include "text/g2p/english/stress.hpp"
#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

std::size_t weight_of(std::u32string_view text) {
  std::size_t weight = 0;
  for (const char32_t c : text) weight += c == to_lower(c) ? 1 : 2;
  return weight;
}

Phonemes joined_phonemes(std::span<const Piece> pieces) {
  Phonemes out;
  for (const Piece& piece : pieces) {
    if (!piece.phonemes) continue;
    if (piece.space_before && !out.empty() && out.back() != U' ' && !piece.phonemes->empty()) out += U' ';
    out += *piece.phonemes;
  }
  return out;
}

}  // namespace

Piece merged(std::span<const Piece> pieces, bool joined) {
  Piece out;
  std::size_t heaviest = 0;
  std::set<double> stresses;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    out.text += piece.text;
    if (piece.space_after && i + 1 < pieces.size()) out.text += U' ';
    if (const std::size_t weight = weight_of(piece.text); weight > heaviest || i == 0) {
      heaviest = weight;
      out.tag = piece.tag;
    }
    if (piece.stress) stresses.insert(*piece.stress);
    out.currency = std::max(out.currency, piece.currency);
    out.number_flags += piece.number_flags;
  }
  if (stresses.size() == 1) out.stress = *stresses.begin();
  std::sort(out.number_flags.begin(), out.number_flags.end());
  out.number_flags.erase(std::unique(out.number_flags.begin(), out.number_flags.end()), out.number_flags.end());
  out.space_after = pieces.back().space_after;
  out.is_head = pieces.front().is_head;
  out.space_before = pieces.front().space_before;
  out.begin = pieces.front().begin;
  out.end = pieces.back().end;
  if (joined) out.phonemes = joined_phonemes(pieces);
  return out;
}

Context before(const Context& after, std::u32string_view phonemes, const Piece& word) {
  Context context{after.future_vowel, false};
  for (const char32_t c : phonemes) {
    if (is_phrase_mark(c)) {
      context.future_vowel.reset();
      break;
    }
    if (is_vowel(c) || is_consonant(c)) {
      context.future_vowel = is_vowel(c);
      break;
    }
  }
  context.future_to =
      word.text == U"to" || word.text == U"To" || (word.text == U"TO" && (word.tag == "TO" || word.tag == "IN"));
  return context;
}

}  // namespace kokoro::text::english
