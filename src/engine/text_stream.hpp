#pragma once

#include <cstddef>
#include <kokoro/error.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace kokoro::engine {

/// Text that comes bit by bit, on its way from who writes it to who speaks it. Thread-safe.
class TextStream {
 public:
  /// `english`: which abbreviations keep their dot from ending a sentence.
  explicit TextStream(bool english) : english_(english) {}

  /// Errors: invalid_input (invalid UTF-8; after finish()), too_large (kMaxWaitingBytes would be exceeded).
  Result<void> append(std::string_view text);
  void flush();
  void finish();

  struct Piece {
    std::string text;
    std::size_t begin_byte = 0;  ///< in the whole stream
  };
  /// The sentences that are complete, or all that was there at the last flush; nothing if that is none. A piece may
  /// have nothing to say.
  std::optional<Piece> take();

  /// finish() was called and all is taken.
  bool at_end() const;

  static constexpr std::size_t kMaxWaitingBytes = 1U << 20U;

 private:
  std::size_t complete_bytes();

  const bool english_;
  mutable std::mutex mutex_;
  std::string waiting_;
  std::size_t taken_bytes_ = 0;  ///< of the stream, before `waiting_`
  std::size_t flushed_ = 0;      ///< of `waiting_`
  std::size_t scanned_ = 0;      ///< of `waiting_`: up to here no sentence is complete
  bool finished_ = false;
};

}  // namespace kokoro::engine
