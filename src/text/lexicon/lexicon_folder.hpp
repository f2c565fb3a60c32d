#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "text/lexicon/user_lexicon.hpp"

namespace kokoro::text {

/// The user's lexicons: the files *.tsv of one folder, read in the order of their names. A changed file is read again;
/// if it has a mistake, the entries it had before stay in force. Thread-safe.
class LexiconFolder {
 public:
  explicit LexiconFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The entries of all files; null when there are no files. Every call lists the folder to see which files changed.
  /// Errors: invalid_input (the first malformed line of each file), reported once for each change; later calls return
  /// the entries of the other files.
  Result<std::shared_ptr<const UserLexicon>> current();

  /// A fingerprint of the dictionaries, which are all other files of the folder: it changes when one of them is added,
  /// removed or written again.
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
