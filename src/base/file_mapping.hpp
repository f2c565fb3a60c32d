#pragma once

#include <sys/stat.h>

#include <cstddef>

namespace kokoro {

/// Pages of a file that is open, read-only.
///
/// A page of a mapping that its file no longer reaches ends a program that touches it (SIGBUS). Here such a page
/// becomes zeros, and lost() says so: the first mapping puts a handler in place for the whole process, which leaves
/// faults at other addresses to whoever handled them before.
class FileMapping {
 public:
  /// Takes the descriptor, whose state is `info`. After a failure, address() is null and errno says why.
  FileMapping(int descriptor, const struct stat& info);
  FileMapping(const FileMapping&) = delete;
  FileMapping& operator=(const FileMapping&) = delete;
  ~FileMapping();

  const std::byte* address() const { return address_; }
  std::size_t size() const { return size_; }

  /// The file is shorter than it was, or has been written to.
  bool changed() const;

 private:
  int descriptor_;
  std::size_t size_;
  struct timespec modified_;
  std::byte* address_ = nullptr;
  int slot_ = -1;  ///< of the handler's table
};

}  // namespace kokoro
