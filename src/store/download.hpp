#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <string>

#include "store/published_files.hpp"

namespace kokoro::store {

/// What a download tells while it runs, on its own thread.
struct DownloadEvents {
  std::function<void(std::uint64_t have, std::uint64_t total)> progress;  ///< bytes; total 0: unknown
  std::function<void(const std::string& what)> note;                      ///< "HTTP 503 …: again in 2 s"
};

/// How a download behaves, and what tests replace.
struct DownloadOptions {
  std::string endpoint = "https://huggingface.co";
  int attempts = 5;  ///< without progress in between
  /// Waits between attempts. Empty: sleeps, waking early when cancelled.
  std::function<void(std::chrono::milliseconds)> sleep;
  /// Space left where a path lies. Empty: asks the file system.
  std::function<std::uint64_t(const std::filesystem::path&)> free_bytes;
};

/// Downloads one file: resumes "<target>.part" when the server can, retries what may pass (waiting 1, 2, 4 … s, or as
/// long as the server asks, up to two minutes), checks content and hash, then renames it to its target.
///
/// Returns the SHA-256. Whatever stops it leaves a .part to resume, except wrong content, which is deleted.
/// Errors: network, not_found (404), io (disk full), corrupt (wrong hash or not the kind of file), busy, cancelled.
Result<std::string> download_file(const RemoteFile& file, const DownloadOptions& options, const DownloadEvents& events,
                                  const CancelToken& cancel);

/// SHA-256 of a file in hexadecimal. Errors: as map_file().
Result<std::string> file_sha256(const std::filesystem::path& path);

}  // namespace kokoro::store
