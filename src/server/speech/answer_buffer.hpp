#pragma once

#include <kokoro/error.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/audio_format.hpp"
#include "server/http/exchange.hpp"

namespace kokoro::server {

/// An answer that is sent as a whole, as it grows: within a limit of its own and the server's memory, which it takes
/// until it was sent.
class AnswerBuffer {
 public:
  /// `limit`: bytes. Refers to the responder until take().
  AnswerBuffer(const Responder& responder, std::size_t limit);

  /// Sets memory aside for an answer that will take about so much. Errors: as append().
  Result<void> expect(double bytes);

  /// Errors: too_large (more than the limit), unavailable (the server has no memory left).
  Result<void> append(std::string_view bytes);

  bool empty() const { return kept_->bytes.empty(); }
  std::string_view bytes() const { return kept_->bytes; }
  /// Puts `header` in place of the first bytes.
  void replace_start(std::string_view header);

  /// The answer; nothing is left here.
  SharedBytes take();

 private:
  struct Kept {
    MemoryShare memory;
    std::string bytes;
  };
  std::size_t limit_;
  std::shared_ptr<Kept> kept_;
};

/// About how many bytes of a format a second of speech and a second of silence take: neither is less in truth.
double least_bytes(audio::Format format, double speech_s, double silence_s);

}  // namespace kokoro::server
