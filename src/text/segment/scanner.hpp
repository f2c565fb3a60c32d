#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/characters/source.hpp"

namespace kokoro::text {

/// A span of the source: what is spoken as one written word, a run of one punctuation mark, or a paragraph's end.
struct Item {
  enum class Kind : std::uint8_t {
    word,
    address,       ///< URL, e-mail, domain: '.' is spoken
    dotted,        ///< "U.S.", "a.m.": letters with dots, which are not spoken
    abbreviation,  ///< "Dr.": its dot is not spoken
    given,         ///< the text gives its phonemes
    mark,
    paragraph,
  };
  Kind kind = Kind::word;
  std::size_t begin = 0;  ///< code points of the source
  std::size_t end = 0;
  bool space_after = false;
  char32_t mark = 0;  ///< canonical_mark(), for marks
  bool is_mark() const { return kind == Kind::mark; }
  bool is_word() const { return kind != Kind::mark && kind != Kind::paragraph; }
};

/// Cuts a text into items. Characters that cannot be spoken (emoji, bullets, lone hyphens) are in none. Numbers with
/// separators, addresses and abbreviations stay whole; a longer word than espeak-ng can read is cut into several.
/// `english`: abbreviations are English ones, and a hyphen between spaces is a dash. Linear.
std::vector<Item> scan(const Source& source, bool english);

/// Longest word, in bytes of the source.
inline constexpr std::size_t kMaxWordBytes = 120;

}  // namespace kokoro::text
