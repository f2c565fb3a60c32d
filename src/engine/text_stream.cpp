#include "engine/text_stream.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "engine/sentence_end.hpp"

namespace kokoro::engine {

Result<void> TextStream::append(std::string_view text) {
  if (const auto invalid = find_invalid_utf8(text)) {
    return fail(ErrorCode::invalid_input, fmt::format("the text is not valid UTF-8 at byte {}", *invalid), {}, "text");
  }
  const std::lock_guard lock(mutex_);
  if (finished_) return fail(ErrorCode::invalid_input, "text came after the end of the stream", {}, "text");
  if (waiting_.size() + text.size() > kMaxWaitingBytes) {
    return fail(ErrorCode::too_large, fmt::format("{} bytes of text wait to be spoken already", waiting_.size()),
                "send no faster than the speech is heard", "text");
  }
  waiting_ += text;
  return {};
}

void TextStream::flush() {
  const std::lock_guard lock(mutex_);
  flushed_ = waiting_.size();
}

void TextStream::finish() {
  const std::lock_guard lock(mutex_);
  flushed_ = waiting_.size();
  finished_ = true;
}

std::size_t TextStream::complete_bytes() {
  if (flushed_ > 0) return flushed_;
  if (waiting_.size() == scanned_) return 0;
  scanned_ = waiting_.size();
  return complete_sentences(waiting_, english_);
}

std::optional<TextStream::Piece> TextStream::take() {
  const std::lock_guard lock(mutex_);
  const std::size_t bytes = complete_bytes();
  if (bytes == 0) return std::nullopt;
  Piece piece{waiting_.substr(0, bytes), taken_bytes_};
  waiting_.erase(0, bytes);
  taken_bytes_ += bytes;
  flushed_ = scanned_ = 0;
  return piece;
}

bool TextStream::at_end() const {
  const std::lock_guard lock(mutex_);
  return finished_ && waiting_.empty();
}

}  // namespace kokoro::engine
