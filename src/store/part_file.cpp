#include "store/part_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace kokoro::store {
namespace {

std::filesystem::path with_suffix(std::filesystem::path path, const char* suffix) { return path += suffix; }

}  // namespace

PartFile::PartFile(std::filesystem::path target, int fd)
    : target_(std::move(target)),
      path_(with_suffix(target_, ".part")),
      tag_path_(with_suffix(target_, ".part.etag")),
      fd_(fd) {}

PartFile::PartFile(PartFile&& other) noexcept
    : target_(std::move(other.target_)),
      path_(std::move(other.path_)),
      tag_path_(std::move(other.tag_path_)),
      fd_(std::exchange(other.fd_, -1)),
      size_(other.size_),
      etag_(std::move(other.etag_)) {}

PartFile::~PartFile() {
  if (fd_ >= 0) close(fd_);
}

Error PartFile::failure(const char* doing, int reason) const {
  std::string hint;
  if (reason == ENOSPC || reason == EDQUOT) hint = "free some space, or name another data directory with KOKORO_HOME";
  if (reason == EACCES || reason == EROFS) hint = "name a data directory that you may write to with KOKORO_HOME";
  return {ErrorCode::io, fmt::format("cannot {} {}: {}", doing, path_.string(), std::strerror(reason)), hint, ""};
}

Result<PartFile> PartFile::open(const std::filesystem::path& target) {
  std::error_code error;
  std::filesystem::create_directories(target.parent_path(), error);
  const std::filesystem::path path = with_suffix(target, ".part");
  PartFile part(target, ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0644));
  if (part.fd_ < 0) return fail(part.failure("open", error ? error.value() : errno));
  if (flock(part.fd_, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::busy, fmt::format("{} is being downloaded by another process", target.string()),
                "wait for the other `kokoro pull` to end");
  }
  const off_t end = lseek(part.fd_, 0, SEEK_END);
  if (end < 0) return fail(part.failure("read", errno));
  part.size_ = static_cast<std::uint64_t>(end);
  if (std::ifstream tag(part.tag_path_); tag) std::getline(tag, part.etag_);
  return part;
}

Result<void> PartFile::restart(const std::string& etag) {
  if (ftruncate(fd_, 0) != 0) return fail(failure("truncate", errno));
  size_ = 0;
  etag_ = etag;
  std::error_code ignored;
  std::filesystem::remove(tag_path_, ignored);
  if (!etag.empty()) std::ofstream(tag_path_) << etag << "\n";
  return {};
}

Result<void> PartFile::append(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(failure("write", errno));
    size_ += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> PartFile::finish() {
  if (fsync(fd_) != 0) return fail(failure("write", errno));
  std::error_code error;
  std::filesystem::rename(path_, target_, error);
  if (error) return fail(failure("rename", error.value()));
  std::filesystem::remove(tag_path_, error);
  return {};
}

void PartFile::discard() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  std::filesystem::remove(tag_path_, ignored);
}

}  // namespace kokoro::store
