#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kokoro::text::english {

/// Names, foreign words, acronyms and elisions with their pronunciations in American and British English:
/// assets/english/words.tsv, the project's own work, which is part of the program. A word in lower case stands for any
/// case, another one for itself alone. Immutable.
class WordList {
 public:
  static const WordList& builtin();

  /// Phonemes of a word of the list, or of two words with a blank between; empty when it is not there.
  std::u32string_view find(std::u32string_view word, bool british) const;
  /// Whether an entry of two words begins with this one.
  bool begins_phrase(std::u32string_view word) const;
  std::size_t size() const { return entries_.size(); }

 private:
  explicit WordList(std::string_view data);

  struct Entry {
    std::u32string word;
    std::u32string american, british;
  };
  std::vector<Entry> entries_;
  std::unordered_map<std::u32string_view, const Entry*> by_word_;
  std::vector<std::u32string> first_words_;  ///< of entries of two words, sorted
};

}  // namespace kokoro::text::english
