#pragma once

#include <cstddef>
#include <filesystem>
#include <kokoro/error.hpp>
#include <memory>
#include <span>
#include <string>

namespace kokoro {

/// Read-only bytes with a name for error messages and whoever keeps them alive: a mapped file, or data inside the
/// program. Immutable; copies are cheap and share the owner.
struct Blob {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;  ///< empty for static data
  std::string name;                   ///< file path or "(embedded) …"
  bool mapped = false;                ///< `bytes` are the pages of a file, of which `owner` is a FileMapping
};

/// The bytes of a whole file: a copy of its own where that is small, so that nothing that happens to the file later
/// reaches them, else mapped. Bytes that a file loses while it is mapped are read as zeros, of which check_unchanged()
/// tells. Errors: not_found, io (no regular file, no permission).
Result<Blob> map_file(const std::filesystem::path& path);

/// Whether a mapped file still is as it was mapped: not shorter, not written to. Of other blobs always.
/// Errors: corrupt.
Result<void> check_unchanged(const Blob& blob);

/// Gives the memory of a mapped file back to the system: bytes that are touched later are read from the file again.
/// Does nothing to other blobs. Any thread may call it, also while others read.
void release_pages(const Blob& blob);

}  // namespace kokoro
