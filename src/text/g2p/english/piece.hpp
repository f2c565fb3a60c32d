#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kokoro::text::english {

using Phonemes = std::u32string;

/// A token on its way through the rules: first as the tokeniser cut it, then its parts, then parts put together.
struct Piece {
  std::u32string text;
  std::string tag;  ///< part of speech: Penn Treebank's tags with OntoNotes' additions
  bool space_after = false;
  std::optional<Phonemes> phonemes;
  std::u32string alias;          ///< read instead of the text
  std::optional<double> stress;  ///< that the markup asks for
  char32_t currency = 0;         ///< the sign that stood before a number
  std::string number_flags;      ///< sorted: & says "and", a says "a hundred", n joins "n"
  bool is_head = true;           ///< begins a word; a number's '-' counts only there
  bool space_before = false;     ///< a space between its phonemes and those before it in the same word
  std::size_t begin = 0;         ///< code points of the text
  std::size_t end = 0;
};

/// One piece for several: their text with the spaces between, the tag of the heaviest (capitals count twice), the
/// stress if they agree. With `joined` their phonemes too.
Piece merged(std::span<const Piece> pieces, bool joined);

/// What follows a word, as far as its pronunciation depends on it.
struct Context {
  std::optional<bool> future_vowel;  ///< the next sound; none at the end of a phrase
  bool future_to = false;            ///< "to" follows
};

/// The context for what stands before a word that was said as `phonemes`.
Context before(const Context& after, std::u32string_view phonemes, const Piece& word);

}  // namespace kokoro::text::english
