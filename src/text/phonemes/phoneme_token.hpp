#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text {

/// One spoken unit: a word, or a punctuation mark, with its place in the source text.
struct PhonemeToken {
  std::string text;            ///< as written; see set_text()
  std::string phonemes;        ///< UTF-8 in the model's alphabet; may be empty
  bool space_after = false;    ///< a phoneme space follows inside the same chunk
  bool is_word = false;        ///< gets a word time; false for punctuation
  std::size_t begin_byte = 0;  ///< in the source text
  std::size_t end_byte = 0;
};

/// Gives `token` what was written at its place in `source`. One of many words that a long thing written is said as (a
/// number of thousands of digits) keeps none but the first time, or memory would grow with the square.
void set_text(PhonemeToken& token, std::string_view source, const std::vector<PhonemeToken>& before);

/// Moves the space after a token without phonemes to the token before it that has some; none leads or trails, and none
/// is doubled.
void settle_spaces(std::vector<PhonemeToken>& tokens);

}  // namespace kokoro::text
