#pragma once

#include <cstddef>
#include <string>

namespace kokoro::text {

/// One spoken unit: a word, or a punctuation mark, with its place in the source text.
struct PhonemeToken {
  std::string text;            ///< as written
  std::string phonemes;        ///< UTF-8 in the model's alphabet; may be empty
  bool space_after = false;    ///< a phoneme space follows inside the same chunk
  bool is_word = false;        ///< gets a word time; false for punctuation
  std::size_t begin_byte = 0;  ///< in the source text
  std::size_t end_byte = 0;
};

}  // namespace kokoro::text
