#include "server/download/unnamed_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

namespace kokoro::server {
namespace {

tl::unexpected<Error> failure(std::string_view what, int reason) {
  return fail(ErrorCode::io, fmt::format("{}: {}", what, std::strerror(reason)));
}

/// Pages in memory, and the file they come from.
class Mapping {
 public:
  Mapping(std::shared_ptr<const UnnamedFile> file, void* pages, std::size_t bytes)
      : file_(std::move(file)), pages_(pages), bytes_(bytes) {}
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { munmap(pages_, bytes_); }

 private:
  std::shared_ptr<const UnnamedFile> file_;
  void* pages_;
  std::size_t bytes_;
};

}  // namespace

Result<std::shared_ptr<UnnamedFile>> UnnamedFile::create(const std::filesystem::path& folder) {
  std::error_code error;
  const auto where = folder.empty() ? std::filesystem::temp_directory_path(error) : folder;
  if (error) return failure("no folder for temporary files", error.value());
  std::string path = (where / "kokoro-download.XXXXXX").string();
  const int fd = mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) return failure("cannot make a file in " + where.string(), errno);
  auto file = std::make_shared<UnnamedFile>(fd);
  if (unlink(path.c_str()) != 0) return failure("cannot unlink " + path, errno);
  return file;
}

UnnamedFile::~UnnamedFile() { close(fd_); }

Result<void> UnnamedFile::write_at(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure("cannot write a download", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
    size_ = std::max(size_, offset);
  }
  return {};
}

Result<SharedBytes> UnnamedFile::map(const std::shared_ptr<const UnnamedFile>& file, std::uint64_t begin,
                                     std::uint64_t length) {
  if (length == 0) return SharedBytes{{}, file};
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const std::uint64_t start = begin / page * page;
  const auto bytes = static_cast<std::size_t>(begin + length - start);
  // Populated: the network's thread, which sends it, does not wait for the disk.
  void* pages = mmap(nullptr, bytes, PROT_READ, MAP_SHARED | MAP_POPULATE, file->fd_, static_cast<off_t>(start));
  if (pages == MAP_FAILED) return failure("cannot map a download", errno);
  const auto mapping = std::make_shared<const Mapping>(file, pages, bytes);
  const auto* first = static_cast<const char*>(pages) + (begin - start);
  return SharedBytes{{first, static_cast<std::size_t>(length)}, mapping};
}

}  // namespace kokoro::server
