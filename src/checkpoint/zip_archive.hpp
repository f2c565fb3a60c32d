#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "base/blob.hpp"

namespace kokoro::checkpoint {

/// One file of a ZIP archive, as a view of the archive's bytes.
struct ZipEntry {
  std::string_view name;
  std::span<const std::byte> stored;  ///< as it lies in the archive: the content, or its deflated form
  std::uint64_t size = 0;             ///< of the content; equals stored.size() unless deflated
  std::uint32_t crc = 0;
  bool deflated = false;
};

/// The directory of a ZIP archive, zip64 included. Nothing is copied: the entries are valid as long as the blob's
/// bytes. Every entry lies inside the archive and none overlaps another.
class ZipArchive {
 public:
  /// Errors: corrupt (truncated, sizes that lie), unsupported (encrypted, other methods than stored and deflated).
  static Result<ZipArchive> open(const Blob& blob);

  /// Sorted by name.
  const std::vector<ZipEntry>& entries() const { return entries_; }
  const ZipEntry* find(std::string_view name) const;

 private:
  std::vector<ZipEntry> entries_;
};

/// True when the bytes start as a ZIP archive does.
bool looks_like_zip(std::span<const std::byte> bytes);

}  // namespace kokoro::checkpoint
