#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace kokoro::text::english {

/// A piece of text as spaCy's English tokeniser cuts it: a word, a part of a contraction, a mark, a unit.
struct TextToken {
  std::size_t begin = 0;  ///< code points
  std::size_t end = 0;
  bool space_after = false;  ///< one space follows, which is in no token
};

/// Cuts a text as spaCy's `English` does (rules: tokenizer_tables.hpp). Further white space makes tokens of its own.
/// Every other code point is in exactly one token. Linear in the text.
std::vector<TextToken> tokenize(std::u32string_view text);

}  // namespace kokoro::text::english
