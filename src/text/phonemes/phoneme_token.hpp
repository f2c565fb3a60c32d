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

/// Sets `token.text` to the bytes of `source` at the token's place. Several tokens can share one place: a number of a
/// thousand digits is said as thousands of words. Only the first token of such a place gets the text, so that memory
/// stays linear in the length of the source.
void set_text(PhonemeToken& token, std::string_view source, const std::vector<PhonemeToken>& before);

/// Moves each space that follows a token without phonemes to the nearest token with phonemes before it. Afterwards no
/// space leads, trails or is doubled.
void settle_spaces(std::vector<PhonemeToken>& tokens);

}  // namespace kokoro::text
