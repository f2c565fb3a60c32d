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
};

/// Maps a whole file read-only. Errors: not_found, io (a folder, no permission).
Result<Blob> map_file(const std::filesystem::path& path);

}  // namespace kokoro
