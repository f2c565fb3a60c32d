#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "audio/loudness.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_output.hpp"

namespace kokoro::server {

/// Passes speech on with its loudness (LUFS; nothing: as the model speaks) and then its volume changed.
class LevelledOutput final : public SpeechOutput {
 public:
  LevelledOutput(std::optional<double> loudness_lufs, float volume, std::unique_ptr<SpeechOutput> inner);

  Result<void> expect(double speech_s, double silence_s) override { return inner_->expect(speech_s, silence_s); }
  Result<void> take(const SpeechChunk& chunk) override;
  Result<void> finish(const SpeechSummary& summary) override { return inner_->finish(summary); }
  void give_up(const HttpError& error) override { inner_->give_up(error); }

 private:
  std::optional<audio::Leveller> leveller_;
  float volume_;
  std::unique_ptr<SpeechOutput> inner_;
};

/// `output` with what the call asks for; itself where that is nothing.
std::unique_ptr<SpeechOutput> levelled(const SpeechCall& call, std::unique_ptr<SpeechOutput> output);

}  // namespace kokoro::server
