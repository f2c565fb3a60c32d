#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/thread_pool.hpp"

namespace kokoro::model {

/// Files with the packed weights of a network, so that the next start reads them and packs nothing.
///
/// One page of a key (everything that the bytes after it depend on), the bytes, then a checksum for each block of them.
/// A file with another key is another file: it is never read, only replaced.

/// What read_packed() found.
enum class PackedState {
  none,     ///< no such file, or one with another key
  damaged,  ///< not all of its bytes are what was written
  whole
};

struct PackedRead {
  PackedState state = PackedState::none;
  /// The bytes, if whole: the process's own, which nothing that happens to the file reaches.
  std::shared_ptr<const std::byte> memory = {};
};

/// Reads the `bytes` bytes that were kept under `key`, all threads of `pool` at once, and checks each block.
PackedRead read_packed(const std::filesystem::path& path, const std::string& key, std::size_t bytes, ThreadPool& pool);

/// Keeps bytes under a key, in a nameless file that gets its name, over one that has it already, once all has reached
/// the disk. False where that fails (a folder that may not be written, no space, a file system without nameless files):
/// then nothing is left behind.
bool write_packed(const std::filesystem::path& path, const std::string& key, std::span<const std::byte> bytes);

}  // namespace kokoro::model
