#include "model/packed_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/memory_pages.hpp"

namespace kokoro::model {
namespace {

constexpr std::size_t kPage = 4096;
/// Stays in a core's cache from the copy to the checksum.
constexpr std::size_t kBlock = std::size_t{1} << 19U;

using Sum = std::uint64_t;

std::size_t block_count(std::size_t bytes) { return (bytes + kBlock - 1) / kBlock; }

std::span<const std::byte> block_of(std::span<const std::byte> bytes, std::size_t block) {
  return bytes.subspan(block * kBlock, std::min(kBlock, bytes.size() - block * kBlock));
}

/// The number of the block counts, so that blocks that change places show.
Sum sum_of(std::span<const std::byte> bytes, std::size_t block) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), block);
}

std::span<const std::byte> bytes_of(const std::vector<Sum>& sums) { return std::as_bytes(std::span(sums)); }

constexpr std::string_view kTitle = "kokoro packed weights ";

/// The first page of a file: title and key, padded with zeros. A key that does not fit is cut: keys are hashes and
/// names.
std::string first_page(const std::string& key) {
  std::string page = fmt::format("{}4\n{}\n", kTitle, key);
  page.resize(kPage, '\0');
  return page;
}

class File {
 public:
  File(const std::filesystem::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

  /// Size of a regular file; nothing of others.
  std::optional<std::size_t> size() const {
    struct stat info {};
    if (fstat(descriptor_, &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
    return static_cast<std::size_t>(info.st_size);
  }

  /// False when the file ends before.
  bool read(std::byte* to, std::size_t bytes, std::size_t offset) const {
    while (bytes > 0) {
      const ssize_t got = pread(descriptor_, to, bytes, static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      to += got;
      offset += static_cast<std::size_t>(got);
      bytes -= static_cast<std::size_t>(got);
    }
    return true;
  }

  bool write(std::span<const std::byte> bytes, std::size_t offset) const {
    while (!bytes.empty()) {
      const ssize_t written = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      offset += static_cast<std::size_t>(written);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
  }

 private:
  int descriptor_;
};

}  // namespace

PackedRead read_packed(const std::filesystem::path& path, const std::string& key, std::size_t bytes, ThreadPool& pool) {
  // A pipe of that name would otherwise be waited for.
  const File file(path, O_RDONLY | O_NONBLOCK);
  const auto size = file ? file.size() : std::nullopt;
  if (!size) return {};
  std::string page(kPage, '\0');
  if (!file.read(reinterpret_cast<std::byte*>(page.data()), kPage, 0) || !page.starts_with(kTitle)) {
    return {PackedState::damaged};
  }
  if (page != first_page(key)) return {};
  std::vector<Sum> sums(block_count(bytes));
  if (*size != kPage + bytes + bytes_of(sums).size() ||
      !file.read(reinterpret_cast<std::byte*>(sums.data()), bytes_of(sums).size(), kPage + bytes)) {
    return {PackedState::damaged};
  }
  const std::shared_ptr<std::byte> memory = allocate_pages(bytes);
  const std::span<const std::byte> all(memory.get(), bytes);
  std::atomic<bool> whole = true;
  pool.run(static_cast<int>(sums.size()), [&](int i) {
    const auto index = static_cast<std::size_t>(i);
    const auto block = block_of(all, index);
    if (!whole || !file.read(memory.get() + index * kBlock, block.size(), kPage + index * kBlock) ||
        sum_of(block, index) != sums[index]) {
      whole = false;
    }
  });
  if (!whole) return {PackedState::damaged};
  return {PackedState::whole, memory};
}

bool write_packed(const std::filesystem::path& path, const std::string& key, std::span<const std::byte> bytes) {
  const File file(path.has_parent_path() ? path.parent_path() : ".", O_TMPFILE | O_RDWR);
  if (!file) return false;
  std::vector<Sum> sums(block_count(bytes.size()));
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] = sum_of(block_of(bytes, i), i);
    if (!file.write(block_of(bytes, i), kPage + i * kBlock)) return false;
  }
  const std::string page = first_page(key);
  if (!file.write(bytes_of(sums), kPage + bytes.size()) || !file.write(std::as_bytes(std::span(page)), 0) ||
      fdatasync(file.descriptor()) != 0) {
    return false;
  }
  // A name of its own first: linkat() does not replace, rename() does, at once.
  const std::string own = fmt::format("{}.{}", path.string(), getpid());
  const std::string nameless = fmt::format("/proc/self/fd/{}", file.descriptor());
  if (linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, own.c_str(), AT_SYMLINK_FOLLOW) != 0) return false;
  if (rename(own.c_str(), path.c_str()) == 0) return true;
  unlink(own.c_str());
  return false;
}

}  // namespace kokoro::model
