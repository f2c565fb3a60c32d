#include "text/normalize/other/language_words.hpp"

namespace kokoro::text {

// One for each words_XX.cpp.
extern const LanguageWords kSpanishWords, kFrenchWords, kHindiWords, kItalianWords, kPortugueseWords;

const LanguageWords* language_words(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find('-'));
  for (const LanguageWords* words : {&kSpanishWords, &kFrenchWords, &kHindiWords, &kItalianWords, &kPortugueseWords}) {
    if (words->primary == primary) return words;
  }
  return nullptr;
}

}  // namespace kokoro::text
