#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// A word whose phonemes the text gives itself: "[word](/ipa/)".
struct ForcedWord {
  std::size_t begin = 0;  ///< bytes of the text without the markup
  std::size_t end = 0;
  std::string phonemes;
};

/// The text without the markup of words: "[word](/ipa/)" becomes "word" and an entry of `words`; "[word](+1)" and
/// "[word](#…#)", which only misaki's English reads, become "word". `words` are in order. Linear.
SpokenText take_forced_words(const SpokenText& spoken, std::vector<ForcedWord>& words);

}  // namespace kokoro::text
