#include "cli/text_input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "cli/interrupt.hpp"

namespace kokoro::cli {
namespace {

constexpr std::size_t kMaxBytes = 64U << 20U;

Result<std::string> read_all(int fd, const std::string& name) {
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (interrupts().token().cancelled()) return fail(ErrorCode::cancelled, "stopped while reading the text");
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::io, fmt::format("cannot read {}: {}", name, std::strerror(errno)));
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > kMaxBytes) {
      return fail(ErrorCode::too_large, fmt::format("{} is larger than 64 MiB", name), "split it into several files");
    }
  }
}

Result<std::string> read_file(const std::string& path) {
  // Of a pipe without a writer there would be nothing but waiting; with one it is as good as standard input.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) {
    const auto code = errno == ENOENT || errno == ENOTDIR ? ErrorCode::not_found : ErrorCode::io;
    return fail(code, fmt::format("cannot open {}: {}", path, std::strerror(errno)), {}, "file");
  }
  struct stat info {};
  const bool readable = fstat(fd, &info) == 0 && (S_ISREG(info.st_mode) || S_ISFIFO(info.st_mode) || isatty(fd) == 1);
  if (!readable) {
    close(fd);
    return fail(ErrorCode::io, fmt::format("{} is not a regular file", path), {}, "file");
  }
  fcntl(fd, F_SETFL, 0);
  auto text = read_all(fd, path);
  close(fd);
  return text;
}

}  // namespace

Result<std::string> read_text(const TextSource& source) {
  if (source.given && !source.file.empty()) {
    return fail(ErrorCode::invalid_input, "both a text and a file were given", "give one of them", "file");
  }
  if (source.given && source.argument != "-") return source.argument;
  const bool from_file = !source.file.empty() && source.file != "-";
  if (!source.given && source.file.empty() && isatty(STDIN_FILENO) == 1) {
    return fail(ErrorCode::invalid_input, "there is no text", "give it in quotes, with -f FILE, or through a pipe",
                "text");
  }
  interrupts();
  auto text = from_file ? read_file(source.file) : read_all(STDIN_FILENO, "standard input");
  if (text && text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
  return text;
}

Result<void> write_out(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      if (interrupts().token().cancelled()) return fail(ErrorCode::cancelled, "stopped");
      continue;
    }
    if (written < 0)
      return fail(ErrorCode::io, fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace kokoro::cli
