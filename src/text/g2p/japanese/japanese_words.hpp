#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/g2p/japanese/mecab.hpp"
#include "text/g2p/japanese/word_list.hpp"

namespace kokoro::text {

/// A written unit of Japanese: what is spoken without a break, or one symbol.
struct JapaneseWord {
  enum class Kind : std::uint8_t { kana, symbol, unread };
  Kind kind = Kind::kana;
  std::size_t begin = 0;  ///< bytes of the text
  std::size_t end = 0;
  std::u32string reading;  ///< hiragana
  bool given = false;      ///< the text gives the reading (given_reading.hpp)
};

/// The words of one paragraph: MeCab's, those of the list joined; `text` is valid UTF-8. Symbols come one
/// by one. Unknown kanji are read one by one; those that no dictionary word is written with alone are `unread`.
std::vector<JapaneseWord> japanese_words(const MecabDictionary& dictionary, const JapaneseWordList& list,
                                         std::string_view text);

}  // namespace kokoro::text
