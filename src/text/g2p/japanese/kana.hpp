#pragma once

#include <string>
#include <string_view>

namespace kokoro::text {

/// Katakana as hiragana; other characters stay.
std::u32string to_hiragana(std::u32string_view text);

/// Phonemes of a word in hiragana, as misaki's Cutlet writes them: ん takes the place of the consonant after it, っ is
/// ʔ, ー is ː; kana without a sound of their own are joined to their neighbours. Other characters give nothing.
std::string kana_phonemes(std::u32string_view hiragana);

}  // namespace kokoro::text
