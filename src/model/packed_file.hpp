#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace kokoro::model {

/// A file with the packed weights of a network, so that the next start maps them and packs nothing.
///
/// One page of `key` (everything that the bytes after it depend on), then the bytes. A file with another key is another
/// file: it is never read, only replaced. The key is written after the bytes have reached the disk.
class PackedFile {
 public:
  /// Maps `bytes` bytes that were kept under `key`; null when there is no such file.
  static std::shared_ptr<const std::byte> open(const std::filesystem::path& path, const std::string& key,
                                               std::size_t bytes);

  /// A nameless new file with space for `bytes` zeros; nothing where one cannot be kept (a folder that may not be
  /// written, no space, a file system without nameless files).
  static std::optional<PackedFile> create(std::filesystem::path path, const std::string& key, std::size_t bytes);

  PackedFile(PackedFile&& other) noexcept;
  PackedFile& operator=(PackedFile&& other) = delete;
  ~PackedFile();

  /// The bytes, to be filled; valid beyond the life of this object.
  const std::shared_ptr<std::byte>& memory() const { return memory_; }

  /// Waits until the bytes are on disk, then gives the file its name, over one that has it already. False if it failed:
  /// then nothing is left behind.
  bool publish();

 private:
  PackedFile(std::filesystem::path path, std::string page, int file, std::shared_ptr<std::byte> memory);

  std::filesystem::path path_;
  std::string page_;
  int file_;
  std::shared_ptr<std::byte> memory_;
};

}  // namespace kokoro::model
