#include "store/pull.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "store/hash_list.hpp"
#include "store/published_voices.hpp"

namespace kokoro::store {
namespace {

constexpr std::size_t kAtOnce = 4;

/// Four threads that take files from one list.
class Puller {
 public:
  Puller(const Home& home, const std::vector<RemoteFile>& files, const PullOptions& options, const PullEvents& events,
         CancelSource stop)
      : files_(files), options_(options), events_(events), stop_(std::move(stop)), hashes_(home.root()) {
    state_.files = files.size();
  }

  Result<PullSummary> run() {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min(kAtOnce, files_.size()); ++i) threads.emplace_back([this] { work(); });
    for (auto& thread : threads) thread.join();
    if (summary_.downloaded > 0) {
      if (auto saved = hashes_.save(); !saved && !error_) error_ = saved.error();
    }
    if (error_) return fail(*error_);
    if (stop_.token().cancelled()) {
      return fail(ErrorCode::cancelled, "the download was stopped", "run the command again to go on");
    }
    return summary_;
  }

 private:
  void work() {
    for (std::size_t i = next_++; i < files_.size() && !stop_.token().cancelled(); i = next_++) {
      auto done = take(files_[i]);
      const std::lock_guard lock(mutex_);
      if (!done) {
        // Those that this one stopped report `cancelled`, which is not why the pull failed.
        if (!error_) error_ = done.error();
        stop_.cancel();
        return;
      }
      ++state_.files_done;
      report();
    }
  }

  /// Keeps or downloads one file.
  Result<void> take(const RemoteFile& file) {
    std::error_code ignored;
    if (!options_.force && std::filesystem::exists(file.target, ignored)) return keep(file);
    DownloadEvents events;
    events.progress = [&](std::uint64_t have, std::uint64_t total) {
      const std::lock_guard lock(mutex_);
      bytes_[&file] = {have, total};
      report();
    };
    events.note = [&](const std::string& line) {
      const std::lock_guard lock(mutex_);
      if (events_.note) events_.note(line);
    };
    const auto digest = download_file(file, options_.download, events, stop_.token());
    if (!digest) return fail(digest.error());
    const std::lock_guard lock(mutex_);
    hashes_.set(file.target, *digest);
    ++summary_.downloaded;
    return {};
  }

  Result<void> keep(const RemoteFile& file) {
    std::string expected = file.sha256;
    if (expected.empty()) {
      const std::lock_guard lock(mutex_);
      expected = hashes_.find(file.target);
    }
    if (!expected.empty()) {
      const auto digest = file_sha256(file.target);
      if (!digest) return fail(digest.error());
      if (*digest != expected) {
        return fail(
            ErrorCode::corrupt,
            fmt::format("{} is here already, with SHA-256 {} instead of {}", file.target.string(), *digest, expected),
            "`kokoro pull --force` replaces it");
      }
    }
    const std::lock_guard lock(mutex_);
    ++summary_.kept;
    return {};
  }

  void report() {
    if (!events_.progress) return;
    state_.have_bytes = state_.total_bytes = 0;
    for (const auto& [file, bytes] : bytes_) {
      state_.have_bytes += bytes.first;
      state_.total_bytes += std::max(bytes.first, bytes.second);
    }
    events_.progress(state_);
  }

  const std::vector<RemoteFile>& files_;
  const PullOptions& options_;
  const PullEvents& events_;
  CancelSource stop_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;  // guards what follows
  HashList hashes_;
  std::map<const RemoteFile*, std::pair<std::uint64_t, std::uint64_t>> bytes_;
  PullProgress state_;
  PullSummary summary_;
  std::optional<Error> error_;
};

/// Letters that differ between two names of voices.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

/// Files of a mirror: what a list says of them, and bounds that any such file keeps.
Result<void> take_checksums(const Home& home, const std::filesystem::path& checksums, std::vector<RemoteFile>& files) {
  const auto list = HashList::read(checksums, home.root());
  if (!list) return fail(list.error());
  for (RemoteFile& file : files) {
    file.sha256 = list->find(file.target);
    if (file.sha256.empty()) {
      return fail(ErrorCode::not_found,
                  fmt::format("{} lists no hash of {}", checksums.string(),
                              file.target.lexically_relative(home.root()).generic_string()),
                  "its lines are those of sha256sum, run in a data directory", "--checksums");
    }
    file.min_bytes = 1;
    file.max_bytes = RemoteFile{}.max_bytes;
  }
  return {};
}

Result<std::vector<RemoteFile>> choose_files(const Home& home, const PullOptions& options) {
  const auto published = published_voices(options.version);
  if (options.voices.empty()) {
    std::vector<RemoteFile> files = model_files(home, options.version);
    for (const std::string_view voice : published) files.push_back(voice_file(home, options.version, voice));
    return files;
  }
  std::vector<RemoteFile> files;
  for (const std::string& voice : options.voices) {
    if (std::ranges::find(published, voice) == published.end()) {
      const auto closest = std::ranges::min_element(
          published, {}, [&](std::string_view other) { return distance(voice.substr(0, 64), other); });
      return fail(ErrorCode::not_found,
                  fmt::format("{} has no published voice '{}'", version_name(options.version), voice),
                  fmt::format("did you mean {}?", *closest), "voice");
    }
    const bool repeated =
        std::ranges::any_of(files, [&](const RemoteFile& file) { return file.target.stem() == voice; });
    if (!repeated) files.push_back(voice_file(home, options.version, voice));
  }
  return files;
}

}  // namespace

Result<std::vector<RemoteFile>> plan_pull(const Home& home, const PullOptions& options) {
  auto files = choose_files(home, options);
  if (!files || options.checksums.empty()) return files;
  if (auto taken = take_checksums(home, options.checksums, *files); !taken) return fail(std::move(taken.error()));
  return files;
}

Result<PullSummary> pull_files(const Home& home, const std::vector<RemoteFile>& files, const PullOptions& options,
                               const PullEvents& events, CancelSource cancel) {
  return Puller(home, files, options, events, std::move(cancel)).run();
}

Result<std::string> endpoint_of_environment() {
  const char* given = std::getenv("HF_ENDPOINT");
  std::string endpoint = given == nullptr || *given == '\0' ? "https://huggingface.co" : given;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  if (!endpoint.starts_with("https://") && !endpoint.starts_with("http://")) {
    return fail(ErrorCode::invalid_input, fmt::format("HF_ENDPOINT is '{}', not an https or http address", endpoint),
                "unset it, or set it like https://huggingface.co", "HF_ENDPOINT");
  }
  return endpoint;
}

}  // namespace kokoro::store
