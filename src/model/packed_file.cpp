#include "model/packed_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <utility>

namespace kokoro::model {
namespace {

constexpr std::size_t kPage = 4096;

/// The first page of a file: title and key, padded with zeros. A key that does not fit is cut: keys are hashes and
/// names.
std::string first_page(const std::string& key) {
  std::string page = "kokoro packed weights 3\n" + key + "\n";
  page.resize(kPage, '\0');
  return page;
}

std::shared_ptr<std::byte> map(int file, std::size_t bytes, bool writable) {
  void* address = mmap(nullptr, kPage + bytes, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, file, 0);
  if (address == MAP_FAILED) return nullptr;
  return {static_cast<std::byte*>(address) + kPage, [bytes](std::byte* p) { munmap(p - kPage, kPage + bytes); }};
}

}  // namespace

std::shared_ptr<const std::byte> PackedFile::open(const std::filesystem::path& path, const std::string& key,
                                                  std::size_t bytes) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return nullptr;
  struct stat info {};
  const bool whole =
      fstat(file, &info) == 0 && S_ISREG(info.st_mode) && static_cast<std::uint64_t>(info.st_size) == kPage + bytes;
  const std::shared_ptr<std::byte> memory = whole ? map(file, bytes, false) : nullptr;
  close(file);
  const std::string page = first_page(key);
  if (!memory || std::memcmp(memory.get() - kPage, page.data(), kPage) != 0) return nullptr;
  return memory;
}

std::optional<PackedFile> PackedFile::create(std::filesystem::path path, const std::string& key, std::size_t bytes) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0644);
  if (file < 0) return std::nullopt;
  // Space is taken now: a full disk would otherwise end the program when a page of the mapping is written.
  std::shared_ptr<std::byte> memory;
  if (posix_fallocate(file, 0, static_cast<off_t>(kPage + bytes)) == 0) memory = map(file, bytes, true);
  if (!memory) {
    close(file);
    return std::nullopt;
  }
  return PackedFile(std::move(path), first_page(key), file, std::move(memory));
}

PackedFile::PackedFile(std::filesystem::path path, std::string page, int file, std::shared_ptr<std::byte> memory)
    : path_(std::move(path)), page_(std::move(page)), file_(file), memory_(std::move(memory)) {}

PackedFile::PackedFile(PackedFile&& other) noexcept
    : path_(std::move(other.path_)),
      page_(std::move(other.page_)),
      file_(std::exchange(other.file_, -1)),
      memory_(std::move(other.memory_)) {}

PackedFile::~PackedFile() {
  if (file_ >= 0) close(file_);
}

bool PackedFile::publish() {
  if (fdatasync(file_) != 0) return false;
  if (pwrite(file_, page_.data(), kPage, 0) != static_cast<ssize_t>(kPage)) return false;
  // A name of its own first: linkat() does not replace, rename() does, at once.
  const std::string own = fmt::format("{}.{}", path_.string(), getpid());
  const std::string nameless = fmt::format("/proc/self/fd/{}", file_);
  if (linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, own.c_str(), AT_SYMLINK_FOLLOW) != 0) return false;
  if (rename(own.c_str(), path_.c_str()) == 0) return true;
  unlink(own.c_str());
  return false;
}

}  // namespace kokoro::model
