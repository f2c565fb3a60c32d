#pragma once

#include <cstdint>
#include <functional>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/version.hpp>
#include <string>
#include <vector>

#include "store/download.hpp"
#include "store/home.hpp"

namespace kokoro::store {

/// Which files to bring here.
struct PullOptions {
  ModelVersion version = kDefaultVersion;
  std::vector<std::string> voices;  ///< only these, and no model; empty: the model and all published voices
  bool force = false;               ///< replaces files that are here already
  /// Hashes that files must have instead of the published ones, as sha256sum writes them, with names as in the data
  /// directory: for a mirror with voices of its own. Empty: the published ones.
  std::filesystem::path checksums = {};
  DownloadOptions download;
};

/// State of a pull.
struct PullProgress {
  std::size_t files_done = 0;
  std::size_t files = 0;
  std::uint64_t have_bytes = 0;   ///< of the files that have begun
  std::uint64_t total_bytes = 0;  ///< of those files, as far as the server told
};

/// What a pull tells; calls come from several threads, one at a time.
struct PullEvents {
  std::function<void(const PullProgress&)> progress;
  std::function<void(const std::string& line)> note;
};

struct PullSummary {
  std::size_t downloaded = 0;
  std::size_t kept = 0;  ///< were here already
};

/// Files of a pull: config.json, the weights, the voices, each with the hash that it must have. Errors: not_found (no
/// such voice, names close ones; a file that `checksums` does not list), io (`checksums` cannot be read).
Result<std::vector<RemoteFile>> plan_pull(const Home& home, const PullOptions& options);

/// Downloads `files`, four at once, and lists their hashes in SHA256SUMS of the data directory (as sha256sum writes
/// it). Files that are here are kept if their hash fits. The first error stops everything, by cancelling `cancel`; what
/// was downloaded stays.
/// Errors: as download_file(); corrupt (a file that is here has another hash than the published one).
Result<PullSummary> pull_files(const Home& home, const std::vector<RemoteFile>& files, const PullOptions& options,
                               const PullEvents& events, CancelSource cancel);

/// $HF_ENDPOINT without trailing slashes, else https://huggingface.co. Errors: invalid_input (not an http or https
/// address).
Result<std::string> endpoint_of_environment();

}  // namespace kokoro::store
