#pragma once

#include <cstddef>
#include <string_view>

#include "text/characters/source.hpp"

namespace kokoro::text {

/// Words whose readings are given; nothing where `end` is 0.
struct GivenWords {
  std::string_view kana;  ///< katakana, long vowels as ー; spaces divide the words
  std::size_t end = 0;    ///< code point after them
};

/// The longest words at source[begin] that the MeCab dictionaries are known to read wrong.
GivenWords words_with_readings(const Source& source, std::size_t begin);

}  // namespace kokoro::text
