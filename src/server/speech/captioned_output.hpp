#pragma once

#include <memory>
#include <optional>
#include <string>

#include "audio/captions.hpp"
#include "audio/encoder.hpp"
#include "server/http/exchange.hpp"
#include "server/speech/answer_buffer.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_output.hpp"

namespace kokoro::server {

/// Answers with the audio in base64 and the times of its words, as Kokoro-FastAPI does: one JSON object, or one on each
/// line for each chunk as it is made. Times count from the start of the whole audio.
class CaptionedOutput final : public SpeechOutput {
 public:
  /// Refers to the call and the responder. Without `timestamps` the list of times stays empty.
  CaptionedOutput(const SpeechCall& call, Responder& responder, bool timestamps, HeaderList headers);

  Result<void> expect(double speech_s, double silence_s) override;
  Result<void> take(const SpeechChunk& chunk) override;
  Result<void> finish(const SpeechSummary& summary) override;
  void give_up(const HttpError& error) override;

 private:
  Result<void> start();
  std::string object(std::string_view audio);
  void write_line(std::string_view audio);

  const SpeechCall& call_;
  Responder& responder_;
  const bool timestamps_;
  const HeaderList headers_;
  std::unique_ptr<audio::PcmEncoder> encoder_;
  std::string times_;  ///< of words that have not left, joined
  std::string marks_;
  AnswerBuffer whole_;
};

/// Answers with captions instead of the audio, as the speech is made or at once.
class CaptionDocument final : public SpeechOutput {
 public:
  CaptionDocument(const SpeechCall& call, Responder& responder, audio::CaptionFormat format, HeaderList headers);

  Result<void> take(const SpeechChunk& chunk) override;
  Result<void> finish(const SpeechSummary& summary) override;
  void give_up(const HttpError& error) override;

 private:
  const SpeechCall& call_;
  Responder& responder_;
  ResponseHead head_;
  audio::CaptionWriter writer_;
  std::string whole_;
};

}  // namespace kokoro::server
