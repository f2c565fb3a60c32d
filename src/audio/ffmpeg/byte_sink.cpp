#include "audio/ffmpeg/byte_sink.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace kokoro::audio {
namespace {

constexpr int kBufferBytes = 4096;
// Muxers come back to their headers only: FLAC's STREAMINFO, MP3's first frame (at most 1441 bytes).
constexpr std::size_t kStartBytes = 4096;

}  // namespace

ByteSink::ByteSink(bool rewindable) : rewindable_(rewindable) {
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferBytes));
  if (buffer == nullptr) return;
  io_.reset(avio_alloc_context(buffer, kBufferBytes, 1, this, nullptr, write, rewindable ? seek : nullptr));
  if (!io_) {
    av_free(buffer);
    return;
  }
  io_->seekable = rewindable ? AVIO_SEEKABLE_NORMAL : 0;
}

std::string ByteSink::take() {
  avio_flush(io_.get());
  return std::exchange(ready_, {});
}

int ByteSink::put(const char* bytes, std::size_t size) {
  if (position_ < total_) {
    if (position_ + size > start_.size()) return AVERROR(EINVAL);
    std::copy_n(bytes, size, start_.begin() + static_cast<std::ptrdiff_t>(position_));
    position_ += size;
    return 0;
  }
  ready_.append(bytes, size);
  if (rewindable_ && start_.size() < kStartBytes) start_.append(bytes, std::min(size, kStartBytes - start_.size()));
  total_ += size;
  position_ = total_;
  return 0;
}

int ByteSink::write(void* self, WrittenByte* bytes, int size) noexcept {
  try {
    const int failed =
        static_cast<ByteSink*>(self)->put(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    return failed != 0 ? failed : size;
  } catch (const std::bad_alloc&) {  // an exception may not pass through C
    return AVERROR(ENOMEM);
  }
}

std::int64_t ByteSink::seek(void* self, std::int64_t offset, int whence) noexcept {
  auto& sink = *static_cast<ByteSink*>(self);
  if (whence == AVSEEK_SIZE) return static_cast<std::int64_t>(sink.total_);
  if (whence != SEEK_SET || offset < 0 || static_cast<std::size_t>(offset) > sink.total_) return AVERROR(EINVAL);
  sink.position_ = static_cast<std::size_t>(offset);
  return offset;
}

}  // namespace kokoro::audio
