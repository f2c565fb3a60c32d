#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::text {

/// How an English abbreviation stands in a sentence, as far as it tells whether its dot ends one.
enum class AbbreviationUse {
  none,      ///< not a known one
  title,     ///< before a name: "Dr."; never at the end of a sentence that goes on
  number,    ///< before a number: "No. 5", "p. 12"
  phrase,    ///< in the middle: "e.g.", "vs."
  name,      ///< after a name, or a word of its own: "Jr.", "Inc.", "dept.", "St."
  degree,    ///< "Ph.D."
  time,      ///< "p.m."
  calendar,  ///< "Jan.", "Mon."
  era,       ///< "B.C."
  initials,  ///< of a country or a body, which may describe what follows: "the U.S. Army"
  last,      ///< "etc."
};

/// `word` with or without its last dot.
AbbreviationUse use_of_abbreviation(std::string_view word);

/// Whether the dot that ends the abbreviation [begin, end) of `text` ends an English sentence too. Looks at the word
/// before it and at two words after it, by tables; a bounded span of the text.
bool ends_sentence(std::string_view text, std::size_t begin, std::size_t end, AbbreviationUse use);

/// Whether `word` is one with which English sentences begin and names do not: "The", "However".
bool begins_sentences(std::string_view word);

}  // namespace kokoro::text
