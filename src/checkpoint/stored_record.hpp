#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <mutex>
#include <span>
#include <string>

namespace kokoro::checkpoint {

/// CRC-32 as ZIP archives have it.
std::uint32_t crc32_of(std::span<const std::byte> bytes);

/// The bytes of a record of an archive and the checksum that they should have. They are looked at once, by whoever asks
/// first. Thread-safe.
class StoredRecord {
 public:
  /// `place` names file and record in messages.
  StoredRecord(std::string place, std::span<const std::byte> bytes, std::uint32_t crc)
      : place_(std::move(place)), bytes_(bytes), crc_(crc) {}

  std::span<const std::byte> bytes() const { return bytes_; }

  /// Errors: corrupt.
  Result<void> verify() const;

  /// What verify() said, if it was called; nothing is looked at. Errors: corrupt.
  Result<void> verdict() const;

 private:
  const std::string place_;
  const std::span<const std::byte> bytes_;
  const std::uint32_t crc_;
  mutable std::once_flag once_;
  mutable std::atomic<bool> damaged_ = false;
};

}  // namespace kokoro::checkpoint
