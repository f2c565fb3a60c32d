#pragma once

#include <filesystem>
#include <kokoro/error.hpp>
#include <string_view>

namespace kokoro::cli {

/// A file that appears under its name only when it is complete: written beside it and renamed. "-" is standard output;
/// devices and pipes are written directly. What is not committed is deleted. Not thread-safe.
class OutputFile {
 public:
  /// Errors: io (no such folder, no permission).
  static Result<OutputFile> open(const std::filesystem::path& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  /// Errors: io (disk full, reader gone), cancelled (interrupted while it waits).
  Result<void> write(std::string_view bytes);

  /// Whether the first bytes can still be replaced: not in a pipe, a device or standard output.
  bool rewindable() const { return !draft_.empty(); }

  /// Replaces the first bytes of a rewindable file; does nothing in others.
  Result<void> write_start(std::string_view bytes);

  /// Gives the file its name. Errors: io.
  Result<void> commit();

 private:
  OutputFile() = default;
  Error failure(int reason) const;

  std::filesystem::path target_;
  std::filesystem::path draft_;  ///< empty when written directly
  int fd_ = -1;
};

/// Writes a whole small file the same way.
Result<void> write_whole_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace kokoro::cli
