#pragma once

#include <cstddef>
#include <string_view>

#include "text/g2p/mandarin/dictionary.hpp"

namespace kokoro::text {

/// A reading that the words around a character ask for; neither: none.
struct PolyphoneReading {
  char32_t homophone = 0;          ///< a character whose first reading it is
  std::string_view phonemes = {};  ///< the syllable itself, where no such character exists
};

/// Where a word stands in its run of Han characters.
struct WordPlace {
  std::size_t begin = 0;
  std::size_t length = 0;
  std::size_t length_before = 0;  ///< of the word before it; 0: none
};

/// The reading of run[at], a character of the word at `word`, by rules for characters that dictionaries of words read
/// wrong: 得 地 只 教 数 还 长 背 炸 都 and others as single words, surnames (姓曾, 任先生), 一 as an ordinal. `run` is
/// text without spaces and marks.
PolyphoneReading polyphone_reading(const MandarinDictionary& dictionary, std::u32string_view run, const WordPlace& word,
                                   std::size_t at);

}  // namespace kokoro::text
