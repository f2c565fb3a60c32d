#pragma once

#include <kokoro/speech_session.hpp>
#include <memory>
#include <utility>

#include "base/utf8.hpp"
#include "server/work/job.hpp"

namespace kokoro::server {

/// A chunk that nobody hears: it tells the scheduler the machine's pace.
class WarmUp final : public Job {
 public:
  WarmUp(Facts facts, std::unique_ptr<SpeechSession> session) : Job(std::move(facts)), session_(std::move(session)) {}

  Turn take_turn(bool all_cores) override {
    Turn turn;
    const auto measure = [&](const SpeechChunk& chunk) -> Result<void> {
      turn.audio_s = static_cast<double>(chunk.audio.size()) / kSampleRateHz;
      turn.characters = count_code_points(chunk.source.text);
      return {};
    };
    static_cast<void>(session_->step(measure, all_cores ? 0 : 1));
    return turn;
  }
  double unsent_s() const override { return 0; }
  void expire(int /*retry_after_s*/) override {}

 private:
  std::unique_ptr<SpeechSession> session_;
};

}  // namespace kokoro::server
