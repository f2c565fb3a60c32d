#include "base/blob.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/file_mapping.hpp"

namespace kokoro {
namespace {

/// Voices, dictionaries, settings, keys: all but checkpoints and archives of many voices.
constexpr std::size_t kCopied = std::size_t{16} << 20U;

tl::unexpected<Error> cannot(const char* what, const std::filesystem::path& path, int reason) {
  return fail(reason == ENOENT || reason == ENOTDIR ? ErrorCode::not_found : ErrorCode::io,
              fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(reason)));
}

Result<Blob> copy_file(int descriptor, std::size_t size, const std::filesystem::path& path) {
  auto bytes = std::make_shared_for_overwrite<std::byte[]>(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = read(descriptor, bytes.get() + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", path, errno);
    if (got == 0) break;  // it has become shorter just now
    done += static_cast<std::size_t>(got);
  }
  return Blob{{bytes.get(), done}, bytes, path.string()};
}

}  // namespace

Result<Blob> map_file(const std::filesystem::path& path) {
  // Opening a pipe would otherwise wait for a writer, and a device could do anything.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return cannot("open", path, errno);
  struct stat info {};
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(fd);
    return fail(ErrorCode::io, fmt::format("{} is not a regular file", path.string()));
  }
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size <= kCopied) {
    auto copy = copy_file(fd, size, path);
    close(fd);
    return copy;
  }
  auto mapping = std::make_shared<FileMapping>(fd, info);
  if (mapping->address() == nullptr) return cannot("map", path, errno);
  return Blob{{mapping->address(), size}, mapping, path.string(), true};
}

Result<void> check_unchanged(const Blob& blob) {
  if (!blob.mapped || !std::static_pointer_cast<const FileMapping>(blob.owner)->changed()) return {};
  return fail(ErrorCode::corrupt, fmt::format("{} changed while it was read", blob.name),
              "replace a file by renaming the new one over it");
}

void release_pages(const Blob& blob) {
  // Of memory that is no file's it would make zeros.
  if (!blob.mapped || blob.bytes.empty()) return;
  madvise(const_cast<std::byte*>(blob.bytes.data()), blob.bytes.size(), MADV_DONTNEED);
}

}  // namespace kokoro
