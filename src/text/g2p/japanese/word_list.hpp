#pragma once

#include <cstddef>
#include <filesystem>
#include <kokoro/error.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace kokoro::text {

/// Name of the list in the data directory's lexicons/.
inline constexpr std::string_view kJapaneseWordsFile = "ja_words.txt";

/// Japanese words that are spoken without a break though MeCab divides them: misaki's ja_words.txt, one word per line.
/// Immutable.
class JapaneseWordList {
 public:
  /// Without words: nothing is joined.
  JapaneseWordList() = default;
  /// Errors: not_found, io, corrupt (not UTF-8, or too large).
  static Result<JapaneseWordList> load(const std::filesystem::path& file);

  bool contains(std::string_view word) const { return words_.contains(word); }
  std::size_t longest_bytes() const { return longest_bytes_; }
  std::size_t size() const { return words_.size(); }

 private:
  std::unique_ptr<std::string> text_;  ///< what the words are views of
  std::unordered_set<std::string_view> words_;
  std::size_t longest_bytes_ = 0;
};

}  // namespace kokoro::text
