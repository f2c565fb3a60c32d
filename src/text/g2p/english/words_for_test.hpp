#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "test_rows.hpp"
#include "text/g2p/english/pronunciation_table.hpp"

namespace kokoro::text::english {

/// The words of misaki's dictionaries that the tests need: tests/data/text/english_words_{us,gb}.tsv.
inline std::vector<PronunciationEntry> words_for_test(bool british) {
  std::vector<PronunciationEntry> words;
  for (const auto& row : test_rows(british ? "english_words_gb.tsv" : "english_words_us.tsv", 3)) {
    PronunciationEntry entry;
    entry.silver = row[0] == "silver";
    entry.word = row[1];
    for (std::size_t begin = 0; begin < row[2].size();) {
      const std::size_t end = std::min(row[2].find(' ', begin), row[2].size());
      const std::size_t equals = row[2].find('=', begin);
      const std::string said = row[2].substr(equals + 1, end - equals - 1);
      entry.variants.push_back(
          {row[2].substr(begin, equals - begin), said == "-" ? std::nullopt : std::optional(to_code_points(said))});
      begin = end + 1;
    }
    words.push_back(std::move(entry));
  }
  return words;
}

inline std::vector<std::byte> packed_for_test(bool british) {
  return PronunciationTable::pack(words_for_test(british)).value();
}

inline Blob blob_of(std::vector<std::byte> bytes) {
  const auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  return {std::span<const std::byte>(*owner), owner, "test.klex"};
}

inline std::shared_ptr<const PronunciationTable> table_for_test(bool british) {
  return std::make_shared<const PronunciationTable>(
      PronunciationTable::open(blob_of(packed_for_test(british))).value());
}

}  // namespace kokoro::text::english
