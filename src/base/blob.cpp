#include "base/blob.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kokoro {
namespace {

struct Mapping {
  void* address = nullptr;
  std::size_t size = 0;
  Mapping(void* a, std::size_t n) : address(a), size(n) {}
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() {
    if (size > 0) munmap(address, size);
  }
};

}  // namespace

Result<Blob> map_file(const std::filesystem::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const int reason = errno;
    return fail(reason == ENOENT || reason == ENOTDIR ? ErrorCode::not_found : ErrorCode::io,
                fmt::format("cannot open {}: {}", path.string(), std::strerror(reason)));
  }
  struct stat info {};
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(fd);
    return fail(ErrorCode::io, fmt::format("{} is not a regular file", path.string()));
  }
  const auto size = static_cast<std::size_t>(info.st_size);
  void* address = size > 0 ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0) : nullptr;
  const int reason = errno;
  close(fd);
  if (address == MAP_FAILED) {
    return fail(ErrorCode::io, fmt::format("cannot map {}: {}", path.string(), std::strerror(reason)));
  }
  auto mapping = std::make_shared<Mapping>(address, size);
  return Blob{{static_cast<const std::byte*>(address), size}, mapping, path.string(), true};
}

void release_pages(const Blob& blob) {
  // Of memory that is no file's it would make zeros.
  if (!blob.mapped || blob.bytes.empty()) return;
  madvise(const_cast<std::byte*>(blob.bytes.data()), blob.bytes.size(), MADV_DONTNEED);
}

}  // namespace kokoro
