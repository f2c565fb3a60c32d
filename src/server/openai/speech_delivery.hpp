#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "audio/encoder.hpp"
#include "server/http/exchange.hpp"
#include "server/openai/speech_call.hpp"

namespace kokoro::server {

/// Brings the audio of one call to its client: each piece as it comes, or all of it at the end with the true sizes.
/// Lives on the worker's thread; refers to the call and the responder.
class SpeechDelivery {
 public:
  SpeechDelivery(const SpeechCall& call, Responder& responder) : call_(call), responder_(responder) {}

  /// The next samples. Errors: unsupported (format), cancelled (the client has gone).
  Result<void> take(std::span<const float> samples);
  /// After the last samples.
  Result<void> finish();

 private:
  Result<void> deliver(Result<std::string> encoded);
  Result<void> start();
  ResponseHead head() const;

  const SpeechCall& call_;
  Responder& responder_;
  std::unique_ptr<audio::PcmEncoder> encoder_;
  std::string whole_;
  std::vector<float> louder_;
};

}  // namespace kokoro::server
