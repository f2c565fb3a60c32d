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
  bool mapped = false;                ///< `bytes` are a whole file that map_file() mapped
};

/// Maps a whole file read-only. Errors: not_found, io (a folder, no permission).
Result<Blob> map_file(const std::filesystem::path& path);

/// Gives the memory of a mapped file back to the system: bytes that are touched later are read from the file again.
/// Does nothing to other blobs. Any thread may call it, also while others read.
void release_pages(const Blob& blob);

}  // namespace kokoro
