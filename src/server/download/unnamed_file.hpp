#pragma once

#include <cstdint>
#include <filesystem>
#include <kokoro/error.hpp>
#include <memory>
#include <string_view>

#include "server/http/response.hpp"

namespace kokoro::server {

/// A file without a name in any folder: its space is free again when the last owner is gone, also when the process is
/// killed. Not thread-safe while it is written.
class UnnamedFile {
 public:
  /// Errors: io.
  static Result<std::shared_ptr<UnnamedFile>> create(const std::filesystem::path& folder);
  explicit UnnamedFile(int fd) : fd_(fd) {}
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;
  ~UnnamedFile();

  /// Errors: io (disk full).
  Result<void> write_at(std::uint64_t offset, std::string_view bytes);
  std::uint64_t size() const { return size_; }
  /// Bytes [begin, begin + length) in memory. Errors: io.
  static Result<SharedBytes> map(const std::shared_ptr<const UnnamedFile>& file, std::uint64_t begin,
                                 std::uint64_t length);

 private:
  int fd_;
  std::uint64_t size_ = 0;
};

}  // namespace kokoro::server
