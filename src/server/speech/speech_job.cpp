#include "server/speech/speech_job.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/log.hpp"
#include "base/utf8.hpp"

namespace kokoro::server {

namespace {

/// Of the model's durations.
constexpr double kFrameS = 0.025;

/// What the model did not make. A chunk without durations is taken for speech.
double silence_of(const SpeechChunk& chunk) {
  if (chunk.durations.empty()) return 0;
  const double frames = std::accumulate(chunk.durations.begin(), chunk.durations.end(), 0.0);
  const double audio_s = static_cast<double>(chunk.audio.size()) / kSampleRateHz;
  return std::max(0.0, audio_s - frames * kFrameS);
}

}  // namespace

SpeechJob::SpeechJob(Facts facts, Parts parts, SpeechAccounts accounts)
    : Job(std::move(facts)), parts_(std::move(parts)), accounts_(accounts) {
  if (!parts_.session) {
    check_.emplace(this->facts().cancel, [this](const CancelToken& cancel) { opened_ = parts_.opening.open(cancel); });
  }
}

SpeechJob::~SpeechJob() {
  if (begun_) accounts_.metrics.speech_ended(parts_.kind);
  if (settled_) return;
  ++accounts_.status.cancelled;
  accounts_.metrics.cancelled(parts_.kind);
}

/// One slice of it. What is wrong with the request is answered at its end.
Turn SpeechJob::check() {
  if (!check_->run(kCheckSlice)) return {.state = Turn::State::more, .checking = true};
  check_.reset();
  if (parts_.listener->cancelled()) return {};  // done; the destructor counts it
  if (!opened_) {
    accounts_.metrics.failed(parts_.kind, traits(opened_.error().code).name);
    log_hidden(opened_.error(), parts_.request_id);
    refuse(parts_.explain(opened_.error()));
    return {};
  }
  parts_.session = std::move(opened_->session);
  parts_.output = std::move(opened_->output);
  return {.state = Turn::State::more, .next_characters = parts_.session->next_characters()};
}

Turn SpeechJob::take_turn(bool all_cores) {
  Job* const self = this;
  return take_turns({&self, 1}, all_cores).front();
}

std::vector<Turn> SpeechJob::take_turns(std::span<Job* const> batch, bool all_cores) {
  if (!parts_.session) return {check()};  // a check is never one of several
  std::vector<Turn> turns(batch.size());
  std::vector<SessionTurn> steps;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    steps.push_back(dynamic_cast<SpeechJob&>(*batch[i]).begin_turn(turns[i]));
  }
  const auto states = parts_.engine.step(steps, all_cores ? 0 : 1);
  for (std::size_t i = 0; i < batch.size(); ++i) dynamic_cast<SpeechJob&>(*batch[i]).end_turn(turns[i], states[i]);
  return turns;
}

SessionTurn SpeechJob::begin_turn(Turn& turn) {
  if (!std::exchange(begun_, true)) accounts_.metrics.speech_began(parts_.kind);
  return {parts_.session.get(), [this, &turn](const SpeechChunk& chunk) -> Result<void> {
            turn.audio_s = static_cast<double>(chunk.audio.size()) / kSampleRateHz;
            turn.silence_s = silence_of(chunk);
            turn.characters = count_code_points(chunk.source.text);
            if (auto taken = parts_.output->take(chunk); !taken) return taken;
            took(chunk);
            return {};
          }};
}

void SpeechJob::end_turn(Turn& turn, const Result<SessionState>& state) {
  if (parts_.listener->cancelled()) return;  // done; the destructor counts it
  if (!state) return give_up(state.error());
  turn.next_characters = parts_.session->next_characters();
  if (*state == SessionState::speaking) turn.state = Turn::State::more;
  if (*state == SessionState::waiting) turn.state = Turn::State::waiting;
  if (*state == SessionState::done) finish();
}

void SpeechJob::took(const SpeechChunk& chunk) {
  const auto& summary = parts_.session->summary();
  const double audio_s = static_cast<double>(chunk.audio.size()) / kSampleRateHz;
  accounts_.metrics.chunk(parts_.kind, audio_s);
  if (chunk.index == 0) {
    const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - parts_.asked;
    accounts_.metrics.first_audio(parts_.kind, waited.count());
  }
  const std::size_t bytes = parts_.listener->written_bytes();
  if (bytes > 0) {
    seconds_per_byte_ = static_cast<double>(summary.samples) / kSampleRateHz / static_cast<double>(bytes);
  }
}

void SpeechJob::finish() {
  const auto& summary = parts_.session->summary();
  if (auto finished = parts_.output->finish(summary); !finished) return give_up(finished.error());
  settled_ = true;
  accounts_.status.ready = true;
  ++accounts_.status.completed;
  accounts_.metrics.speech_completed(parts_.kind, static_cast<double>(summary.samples) / kSampleRateHz,
                                     summary.compute_s);
}

double SpeechJob::unsent_s() const { return seconds_per_byte_ * static_cast<double>(parts_.listener->unsent_bytes()); }

void SpeechJob::give_up(const Error& error) {
  settled_ = true;
  const HttpError answer = parts_.explain(error);
  accounts_.metrics.failed(parts_.kind, traits(error.code).name);
  if (answer.status >= 500 || parts_.listener->begun()) {
    ++accounts_.status.failed;
    log::error("{} {}: {}", parts_.request_id, traits(error.code).name, error.message);
  }
  parts_.output->give_up(answer);
}

void SpeechJob::expire(int retry_after_s) {
  accounts_.metrics.refused("expired");
  HttpError error = make_http_error(429, "queue_timeout", "the request has waited for its turn for too long");
  error.retry_after_s = retry_after_s;
  refuse(error);
}

void SpeechJob::left() {
  if (parts_.on_left) parts_.on_left();
}

void SpeechJob::refuse(const HttpError& error) {
  settled_ = true;
  if (parts_.output) {
    parts_.output->give_up(error);
  } else {
    parts_.opening.decline(error);
  }
}

}  // namespace kokoro::server
