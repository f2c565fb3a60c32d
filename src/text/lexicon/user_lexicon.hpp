#pragma once

#include <kokoro/error.hpp>
#include <kokoro/reading.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Pronunciations that the user gives, from a file or with a request. Immutable once built: any thread may use it.
class UserLexicon {
 public:
  /// Adds the lines of a file: word, pronunciation, language, part of speech, separated by tabs, the last two optional.
  /// Empty lines and lines that start with '#' are passed over.
  /// Errors: invalid_input, naming `name` and the line; nothing is added then.
  Result<void> add_lines(std::string_view lines, std::string_view name);

  /// A later entry for the same word wins.
  /// Errors: invalid_input (no word, no pronunciation, brackets in either, phonemes that are no IPA, an unknown
  /// language, an unknown part of speech or one of a phrase).
  Result<void> add(LexiconEntry entry);

  bool empty() const { return entries_.empty(); }
  /// Whether there are entries for one part of speech.
  bool has_parts_of_speech() const { return has_parts_of_speech_; }

  /// The text with its known words as markup "[word](/phonemes/)", or as they are respelled. In scripts without spaces
  /// the longest entry that begins at a character is taken. Words inside markup and addresses are left alone, and
  /// entries for one part of speech too: those are for a tagger to find(). O(text).
  SpokenText apply(std::string_view text, std::string_view language) const;

  /// The entry for one word that is used as `tag` (of Penn Treebank); of several the one that names the part of speech.
  /// An empty tag finds entries for any use only. Null when there is none.
  const LexiconEntry* find(std::string_view word, std::string_view language, std::string_view tag) const;

 private:
  struct Match {
    std::size_t end = 0;  ///< byte after the words; 0: none
    const LexiconEntry* entry = nullptr;
  };
  Match match_words(std::string_view text, std::size_t at, std::string_view language, std::size_t& first_end) const;
  Match match_unspaced(std::string_view text, std::size_t at, std::string_view language) const;

  std::unordered_map<std::string, std::vector<LexiconEntry>> entries_;  ///< by word as it is written
  std::size_t most_words_ = 1;                                          ///< of a phrase
  std::size_t most_unspaced_bytes_ = 0;                                 ///< of a word in a script without spaces
  bool has_parts_of_speech_ = false;
};

}  // namespace kokoro::text
