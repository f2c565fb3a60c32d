#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace kokoro::text::english {

/// Code points first … last.
struct CodeRange {
  char32_t first;
  char32_t last;
};

/// A written form that is cut in its own way: "don't" into 2 and 3 characters.
struct SpecialCase {
  std::u32string_view form;
  std::array<std::uint8_t, 3> pieces;  ///< characters of each piece; 0 where there are fewer
  bool searched;                       ///< is also looked for among tokens that are cut already, such as ":" and ")"
};

/// The data of spaCy's English tokeniser. Ranges are sorted; special cases are sorted by form.
struct TokenizerTables {
  std::span<const CodeRange> alpha;
  std::span<const CodeRange> lower;
  std::span<const CodeRange> upper;
  std::span<const CodeRange> icons;
  std::u32string_view prefix_chars;
  std::span<const std::u32string_view> prefix_words;
  std::u32string_view suffix_chars;
  std::span<const std::u32string_view> suffix_words;
  std::span<const std::u32string_view> currency;  ///< a suffix after a digit
  std::span<const std::u32string_view> units;     ///< a suffix after a digit
  std::u32string_view before_dot;                 ///< besides lower-case letters: a last dot after them is a suffix
  std::u32string_view quotes;
  std::span<const SpecialCase> special_cases;
};

const TokenizerTables& tokenizer_tables();

}  // namespace kokoro::text::english
