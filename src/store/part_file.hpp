#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <kokoro/error.hpp>
#include <span>
#include <string>

namespace kokoro::store {

/// "<target>.part": a download that is not finished, and the server's entity tag for it in "<target>.part.etag".
/// Locked against other processes while open. Not thread-safe.
class PartFile {
 public:
  /// Opens or makes the file and its folders. Errors: io, busy (another process downloads it).
  static Result<PartFile> open(const std::filesystem::path& target);
  PartFile(PartFile&& other) noexcept;
  PartFile& operator=(PartFile&&) = delete;
  ~PartFile();

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  const std::string& etag() const { return etag_; }

  /// Forgets what is there and remembers whose bytes come next. Errors: io.
  Result<void> restart(const std::string& etag);
  /// Errors: io, naming the folder when the disk is full.
  Result<void> append(std::span<const std::byte> bytes);
  /// Makes the bytes durable and gives them their final name. Errors: io.
  Result<void> finish();
  /// Deletes the file and its tag.
  void discard();

 private:
  PartFile(std::filesystem::path target, int fd);
  Error failure(const char* doing, int reason) const;

  std::filesystem::path target_;
  std::filesystem::path path_;
  std::filesystem::path tag_path_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
  std::string etag_;
};

}  // namespace kokoro::store
