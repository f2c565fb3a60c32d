#pragma once

#include <kokoro/speech.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "audio/encoder.hpp"
#include "server/http/exchange.hpp"
#include "server/openai/speech_call.hpp"

namespace kokoro::server {

/// Brings the audio of one call to its client: at most 200 ms at a time as it comes, as bytes or as events, or all of
/// it at the end with true headers. Lives on the worker's thread; refers to the call and the responder.
class SpeechDelivery {
 public:
  SpeechDelivery(const SpeechCall& call, Responder& responder) : call_(call), responder_(responder) {}

  /// The next samples. Errors: unsupported (format), cancelled (the client has gone).
  Result<void> take(std::span<const float> samples);
  /// After the last samples.
  Result<void> finish(const SpeechSummary& summary);
  /// Instead of more samples: tells the client of the error as far as it still can be told.
  void give_up(const HttpError& error);

 private:
  bool streams() const { return call_.delivery != Delivery::whole; }
  Result<void> start();
  Result<void> deliver(Result<std::string> encoded);
  ResponseHead head() const;

  const SpeechCall& call_;
  Responder& responder_;
  std::unique_ptr<audio::PcmEncoder> encoder_;
  std::string whole_;
  std::vector<float> louder_;
};

}  // namespace kokoro::server
