#pragma once

#include <filesystem>
#include <memory>

#include "text/g2p/japanese/mecab.hpp"
#include "text/g2p/japanese/word_list.hpp"

namespace kokoro::text {

/// What Japanese is read with. Immutable: any thread may use it.
struct JapaneseData {
  std::unique_ptr<const MecabDictionary> dictionary;
  JapaneseWordList words;  ///< empty when there is no file; a line in the log says so
};

/// Opens a dictionary and the word list beside it. While somebody holds the data of these two paths, all get the same:
/// the front ends of many languages read Japanese words.
/// Errors: those of MecabDictionary::open(); corrupt (the list).
Result<std::shared_ptr<const JapaneseData>> open_japanese(const std::filesystem::path& dictionary,
                                                          const std::filesystem::path& words);

}  // namespace kokoro::text
