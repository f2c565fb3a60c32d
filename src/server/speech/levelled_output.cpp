#include "server/speech/levelled_output.hpp"

#include <utility>

namespace kokoro::server {

LevelledOutput::LevelledOutput(std::optional<double> loudness_lufs, float volume, std::unique_ptr<SpeechOutput> inner)
    : volume_(volume), inner_(std::move(inner)) {
  if (loudness_lufs) leveller_.emplace(*loudness_lufs);
}

Result<void> LevelledOutput::take(const SpeechChunk& chunk) {
  std::vector<float> samples(chunk.audio.begin(), chunk.audio.end());
  if (leveller_) leveller_->level(samples);
  for (float& sample : samples) sample *= volume_;
  SpeechChunk levelled = chunk;
  levelled.audio = samples;
  return inner_->take(levelled);
}

std::unique_ptr<SpeechOutput> levelled(const SpeechCall& call, std::unique_ptr<SpeechOutput> output) {
  if (call.volume == 1.0F && !call.loudness_lufs) return output;
  return std::make_unique<LevelledOutput>(call.loudness_lufs, call.volume, std::move(output));
}

}  // namespace kokoro::server
