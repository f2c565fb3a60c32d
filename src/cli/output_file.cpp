#include "cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "cli/interrupt.hpp"

namespace kokoro::cli {
namespace {

namespace fs = std::filesystem;

Result<void> write_all(int fd, std::string_view bytes, const auto& failure) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      if (interrupts().token().cancelled()) return fail(ErrorCode::cancelled, "stopped while writing");
      continue;
    }
    if (written < 0) return fail(failure(errno));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

OutputFile::OutputFile(OutputFile&& other) noexcept
    : target_(std::move(other.target_)),
      draft_(std::exchange(other.draft_, fs::path())),
      fd_(std::exchange(other.fd_, -1)) {}

OutputFile::~OutputFile() {
  if (fd_ > STDERR_FILENO) close(fd_);
  if (!draft_.empty()) unlink(draft_.c_str());
}

Error OutputFile::failure(int reason) const {
  const std::string name = target_ == "-" ? "standard output" : target_.string();
  std::string hint;
  if (reason == ENOSPC || reason == EDQUOT) hint = "the disk is full: free some space or name another place with -o";
  if (reason == ENOENT) hint = "the folder does not exist";
  if (reason == ENXIO) hint = "nobody reads from this pipe";
  return {ErrorCode::io, fmt::format("cannot write {}: {}", name, std::strerror(reason)), hint, "output"};
}

Result<OutputFile> OutputFile::open(const fs::path& path) {
  OutputFile file;
  file.target_ = path;
  if (path == "-") {
    file.fd_ = STDOUT_FILENO;
    return file;
  }
  std::error_code error;
  if (fs::is_symlink(path, error)) file.target_ = fs::weakly_canonical(path, error);
  if (fs::exists(file.target_, error) && !fs::is_regular_file(file.target_, error)) {
    // A pipe that nobody reads is an error (ENXIO) instead of a wait.
    file.fd_ = ::open(file.target_.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file.fd_ >= 0) fcntl(file.fd_, F_SETFL, 0);
  } else {
    const fs::path draft =
        file.target_.parent_path() / fmt::format(".{}.{}.part", file.target_.filename().string(), getpid());
    file.fd_ = ::open(draft.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file.fd_ >= 0) file.draft_ = draft;
    // What is written over keeps who may read it.
    struct stat before {};
    if (file.fd_ >= 0 && ::stat(file.target_.c_str(), &before) == 0) {
      static_cast<void>(fchown(file.fd_, before.st_uid, before.st_gid) == 0);
      static_cast<void>(fchmod(file.fd_, before.st_mode & 07777U) == 0);
    }
  }
  if (file.fd_ < 0) return fail(file.failure(errno));
  return file;
}

Result<void> OutputFile::write(std::string_view bytes) {
  return write_all(fd_, bytes, [this](int reason) { return failure(reason); });
}

Result<void> OutputFile::write_start(std::string_view bytes) {
  // Not in standard output, even where it is a file: a shell may have put other bytes before ours.
  if (bytes.empty() || !rewindable()) return {};
  const off_t end = lseek(fd_, 0, SEEK_CUR);
  if (end < 0) return fail(failure(errno));
  if (lseek(fd_, 0, SEEK_SET) < 0) return fail(failure(errno));
  auto written = write(bytes);
  if (written && lseek(fd_, end, SEEK_SET) < 0) return fail(failure(errno));
  return written;
}

Result<void> OutputFile::commit() {
  if (fd_ == STDOUT_FILENO) return {};
  if (close(std::exchange(fd_, -1)) != 0) return fail(failure(errno));
  if (draft_.empty()) return {};
  std::error_code error;
  fs::rename(draft_, target_, error);
  if (error) return fail(failure(error.value()));
  draft_.clear();
  return {};
}

Result<void> write_whole_file(const fs::path& path, std::string_view bytes) {
  auto file = OutputFile::open(path);
  if (!file) return fail(file.error());
  if (auto written = file->write(bytes); !written) return written;
  return file->commit();
}

}  // namespace kokoro::cli
