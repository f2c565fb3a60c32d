#pragma once

#include <cstdint>
#include <string>

#include "audio/ffmpeg/handles.hpp"

namespace kokoro::audio {

/// What FFmpeg hands to be written: constant since version 7.
#if LIBAVFORMAT_VERSION_MAJOR < 61
using WrittenByte = std::uint8_t;
#else
using WrittenByte = const std::uint8_t;
#endif

/// Where a muxer writes: bytes to be taken in order. A rewindable sink lets the muxer go back and correct the first
/// bytes after they have been taken; start() has them as they should be. Not thread-safe; does not move while in use.
class ByteSink {
 public:
  explicit ByteSink(bool rewindable);
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;

  /// Null when memory was short.
  AVIOContext* io() { return io_.get(); }

  /// What was written and not taken yet, the muxer's own buffer included.
  std::string take();

  /// The first bytes of the stream with all corrections; empty unless rewindable.
  const std::string& start() const { return start_; }

 private:
  static int write(void* self, WrittenByte* bytes, int size) noexcept;
  static std::int64_t seek(void* self, std::int64_t offset, int whence) noexcept;
  int put(const char* bytes, std::size_t size);

  bool rewindable_;
  std::string ready_;
  std::string start_;
  std::size_t position_ = 0;  ///< where the next byte goes
  std::size_t total_ = 0;     ///< bytes of the stream so far
  IoHandle io_;
};

}  // namespace kokoro::audio
