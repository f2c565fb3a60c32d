#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "text/lexicon/user_lexicon.hpp"

namespace kokoro::text {

/// The user's lexicons: the files *.tsv of one folder, read in the order of their names, again when one of
/// them changes. Of a file with a mistake nothing is taken, and what it said before stays. Thread-safe.
class LexiconFolder {
 public:
  explicit LexiconFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// What the files say now; null when there are none. Looks at their times at every call, which costs one listing.
  /// Errors: invalid_input (malformed lines, the first of each file), once for each change; later calls give what the
  /// other files say.
  Result<std::shared_ptr<const UserLexicon>> current();

  /// A number that is another one when a dictionary, which is any other file of the folder, was added or changed.
  std::size_t dictionaries() const;

 private:
  using Times = std::map<std::filesystem::path, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;
  Times list(bool lexicons) const;

  std::filesystem::path folder_;
  std::mutex mutex_;
  Times seen_;
  std::map<std::filesystem::path, std::string> good_;  ///< what each file last said without a mistake
  std::shared_ptr<const UserLexicon> lexicon_;
};

}  // namespace kokoro::text
