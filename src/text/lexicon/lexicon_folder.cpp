#include "text/lexicon/lexicon_folder.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace kokoro::text {

/// The user's lexicons, or the other files.
LexiconFolder::Times LexiconFolder::list(bool lexicons) const {
  Times times;
  std::error_code error;
  for (std::filesystem::directory_iterator file(folder_, error), end; !error && file != end; file.increment(error)) {
    std::error_code ignored;
    if ((file->path().extension() == ".tsv") != lexicons || !file->is_regular_file(ignored)) continue;
    const auto time = file->last_write_time(ignored);
    const auto size = file->file_size(ignored);
    if (!ignored) times[file->path()] = {time, size};
  }
  return times;
}

Result<std::shared_ptr<const UserLexicon>> LexiconFolder::current() {
  const std::lock_guard lock(mutex_);
  Times now = list(true);
  if (now == seen_) return lexicon_;
  seen_ = std::move(now);
  auto fresh = std::make_shared<UserLexicon>();
  std::optional<Error> wrong;
  std::erase_if(good_, [&](const auto& file) { return !seen_.contains(file.first); });
  for (const auto& [path, time] : seen_) {
    std::ifstream file(path, std::ios::binary);
    const std::string lines((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto added = fresh->add_lines(lines, path.filename().string());
    if (added) {
      good_[path] = lines;
      continue;
    }
    if (const auto before = good_.find(path); before != good_.end()) {
      static_cast<void>(fresh->add_lines(before->second, path.filename().string()));
    }
    if (wrong) {
      wrong->message += "; " + added.error().message;
    } else {
      wrong = std::move(added.error());
    }
  }
  lexicon_ = fresh->empty() ? nullptr : std::move(fresh);
  if (wrong) return fail(std::move(*wrong));
  return lexicon_;
}

std::size_t LexiconFolder::dictionaries() const {
  std::size_t stamp = 0;
  for (const auto& [path, state] : list(false)) {
    for (const std::size_t part :
         {std::filesystem::hash_value(path), static_cast<std::size_t>(state.first.time_since_epoch().count()),
          static_cast<std::size_t>(state.second)}) {
      stamp = (stamp ^ part) * 0x9E3779B97F4A7C15U;
    }
  }
  return stamp;
}

}  // namespace kokoro::text
