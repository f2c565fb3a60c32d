#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <kokoro/error.hpp>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "server/download/unnamed_file.hpp"

namespace kokoro::server {

/// What finished audio may take, and for how long.
struct DownloadLimits {
  std::filesystem::path folder = {};             ///< whose disk holds it; empty: the system's for temporary files
  std::uint64_t max_bytes = 512ULL << 20U;       ///< of all files together, those that are being written included
  std::size_t max_files = 100;                   ///< finished ones; each is an open file of the process
  std::chrono::milliseconds max_age{3'600'000};  ///< after it was finished
};

/// A file that clients may fetch.
struct Download {
  std::string name;          ///< 32 hexadecimal digits that cannot be guessed, and an extension
  std::string content_type;  ///< "audio/mpeg"
  std::shared_ptr<const UnnamedFile> file;
};

/// Finished audio that clients fetch later, within limits: the oldest makes room for new. Thread-safe.
class DownloadStore {
 public:
  explicit DownloadStore(DownloadLimits limits);
  ~DownloadStore();
  DownloadStore(const DownloadStore&) = delete;
  DownloadStore& operator=(const DownloadStore&) = delete;

  /// A file that is being written: commit() makes it a download, else it goes when this is destroyed. One thread at a
  /// time; the store must outlive it.
  class Draft {
   public:
    Draft(DownloadStore& store, std::string name, std::string content_type, std::shared_ptr<UnnamedFile> file);
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    ~Draft();

    const std::string& name() const { return name_; }
    /// Errors: io (disk full), too_large (more than the store may hold).
    Result<void> append(std::string_view bytes);
    /// Replaces the first bytes. Errors: io.
    Result<void> write_start(std::string_view bytes) { return file_->write_at(0, bytes); }
    void commit();

   private:
    DownloadStore& store_;
    const std::string name_;
    const std::string content_type_;
    std::shared_ptr<UnnamedFile> file_;  ///< null once committed
  };

  /// A name that no other download has, which ends in `extension` (with its dot).
  static std::string make_name(std::string_view extension);
  /// Errors: io (no such folder).
  Result<std::unique_ptr<Draft>> create(std::string name, std::string content_type);

  /// Nothing for names that are not, or no longer, there.
  std::optional<Download> find(std::string_view name) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Kept {
    Download download;
    Clock::time_point expires;
  };
  bool reserve(std::uint64_t bytes);
  void release(std::uint64_t bytes);
  void keep(Download download);
  void drop_oldest(std::list<Kept>& dropped);
  void expire();

  const DownloadLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Kept> kept_;     ///< the oldest first
  std::uint64_t bytes_ = 0;  ///< of kept_ and of drafts
  bool stopping_ = false;
  std::thread expiry_;  ///< from the first download on
};

}  // namespace kokoro::server
