#pragma once

#include <kokoro/speech.hpp>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "audio/encoder.hpp"
#include "server/http/exchange.hpp"
#include "server/speech/answer_buffer.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_output.hpp"
#include "server/speech/timestamps.hpp"

namespace kokoro::server {

/// Brings the audio of one call to its client: at most 200 ms at a time as it comes, as bytes or as events, or all of
/// it at the end with true headers. Refers to the call and the responder; `headers` are sent with the response.
class SpeechDelivery final : public SpeechOutput {
 public:
  SpeechDelivery(const SpeechCall& call, Responder& responder, HeaderList headers = {})
      : call_(call),
        responder_(responder),
        headers_(std::move(headers)),
        whole_(responder, call.max_answer_bytes),
        counter_(call.speech.text) {}

  Result<void> expect(double speech_s, double silence_s) override;

  Result<void> take(const SpeechChunk& chunk) override;
  Result<void> finish(const SpeechSummary& summary) override;
  void give_up(const HttpError& error) override;

 private:
  bool streams() const { return call_.delivery != Delivery::whole; }
  Result<void> start();
  Result<void> deliver(std::string encoded);
  ResponseHead head() const;

  const SpeechCall& call_;
  Responder& responder_;
  const HeaderList headers_;
  std::unique_ptr<audio::PcmEncoder> encoder_;
  AnswerBuffer whole_;
  CharacterCounter counter_;
};

/// SpeechHandler::MakeOutput for it.
std::unique_ptr<SpeechOutput> deliver_audio(const SpeechCall& call, Responder& responder, HeaderList headers);

}  // namespace kokoro::server
