#pragma once

#include <filesystem>

namespace kokoro::text {

/// Where the data of languages lies that is not inside the program. Empty paths stand for the default.
struct TextData {
  std::filesystem::path lexicons;          ///< folder of fetched pronunciation data; ja_words.txt is read from it
  std::filesystem::path mecab_dictionary;  ///< folder of a MeCab dictionary; default: Debian's NAIST-jdic
};

}  // namespace kokoro::text
