#pragma once

#include <kokoro/error.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/normalize/spoken_text.hpp"

namespace kokoro::text {

/// How one word or phrase is said, by the will of the user.
struct LexiconEntry {
  std::string word;            ///< as written; in lower case it stands for any case
  std::string pronunciation;   ///< "/ipa/", or the word in other letters
  std::string language;        ///< "en-us", "en" for all English; empty: every language
  std::string part_of_speech;  ///< as the tagger names it ("VBD", "NOUN"); empty: any
};

/// Pronunciations that the user gives, from a file or with a request. Immutable once built: any thread may use it.
class UserLexicon {
 public:
  /// Adds the lines of a file: word, pronunciation, language, part of speech, separated by tabs, the last two optional.
  /// Empty lines and lines that start with '#' are passed over.
  /// Errors: invalid_input, naming `name` and the line; nothing is added then.
  Result<void> add_lines(std::string_view lines, std::string_view name);

  /// A later entry for the same word wins. Errors: invalid_input (no word, no pronunciation, brackets in either).
  Result<void> add(LexiconEntry entry);

  bool empty() const { return entries_.empty(); }

  /// The text with its known words as markup "[word](/phonemes/)", or as they are respelled. Words inside markup and
  /// addresses are left alone, and entries for one part of speech too: those are for a tagger to find(). O(text).
  SpokenText apply(std::string_view text, std::string_view language) const;

  /// The entry for one word; of several the one that names the part of speech. Null when there is none.
  const LexiconEntry* find(std::string_view word, std::string_view language, std::string_view part_of_speech) const;

 private:
  std::unordered_map<std::string, std::vector<LexiconEntry>> entries_;  ///< by lower-case word
  std::size_t most_words_ = 1;                                          ///< of a phrase
};

}  // namespace kokoro::text
