#pragma once

#include <kokoro/speech.hpp>
#include <string>
#include <utility>
#include <vector>

#include "server/http/error_body.hpp"

namespace kokoro::server {

/// Headers that a response has besides its own.
using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// Where the speech of one call goes: takes chunks, then either the summary or an error. Lives on the worker's thread.
class SpeechOutput {
 public:
  virtual ~SpeechOutput() = default;

  /// Before the first chunk: about so much speech will come at least, and so much silence. Errors: too_large,
  /// unavailable (the answer has no room).
  virtual Result<void> expect(double /*speech_s*/, double /*silence_s*/) { return {}; }

  /// The next chunk. Errors: unsupported (format), cancelled (the client has gone), io.
  virtual Result<void> take(const SpeechChunk& chunk) = 0;
  /// After the last chunk. Errors: as take().
  virtual Result<void> finish(const SpeechSummary& summary) = 0;
  /// Instead of more chunks: tells the client of the error as far as it still can be told.
  virtual void give_up(const HttpError& error) = 0;
};

}  // namespace kokoro::server
