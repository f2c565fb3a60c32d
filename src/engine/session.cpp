#include "engine/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/utf8.hpp"
#include "engine/request_check.hpp"
#include "engine/sound_check.hpp"
#include "engine/stitch.hpp"
#include "engine/word_times.hpp"

namespace kokoro::engine {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double seconds_of(std::size_t samples) { return static_cast<double>(samples) / kSampleRateHz; }

std::size_t samples_of(double seconds) { return static_cast<std::size_t>(std::lround(seconds * kSampleRateHz)); }

// The first chunk takes the request's seed as it is; the others one that looks unrelated (a step of SplitMix64).
std::uint64_t chunk_seed(std::uint64_t seed, std::size_t index) {
  if (index == 0) return seed;
  std::uint64_t z = seed + index * 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

// Moves times of the model's audio to the whole audio, where part of the edges is cut off.
void place_words(std::vector<WordTime>& words, const StitchedAudio& audio, std::size_t samples_before) {
  const double shift = static_cast<double>(audio.cut_front_samples) / kSampleRateHz;
  const double end = seconds_of(audio.speech_samples);
  const double start = seconds_of(samples_before);
  for (auto& word : words) {
    word.start_s = start + std::clamp(word.start_s - shift, 0.0, end);
    word.end_s = start + std::clamp(word.end_s - shift, 0.0, end);
  }
}

// The document's gain, and its pauses around the chunk; `silence` samples of it before.
void shape(std::vector<float>& audio, const PlannedChunk& planned, std::size_t silence) {
  if (planned.volume != 1) {
    for (float& sample : audio) sample = std::clamp(sample * static_cast<float>(planned.volume), -1.0F, 1.0F);
  }
  if (silence > 0) audio.insert(audio.begin(), silence, 0.0F);
  audio.resize(audio.size() + samples_of(planned.pause_after_s), 0.0F);
}

std::vector<MarkTime> mark_times(const PlannedChunk& planned, const std::vector<WordTime>& words, double end_s) {
  std::vector<MarkTime> marks;
  for (const auto& mark : planned.marks) {
    const auto word =
        std::find_if(words.begin(), words.end(), [&](const WordTime& w) { return w.begin_byte >= mark.source_byte; });
    marks.push_back({mark.name, word == words.end() ? end_s : word->start_s});
  }
  return marks;
}

/// An error of the model, or of its sound, that tells where it happened.
tl::unexpected<Error> model_failure(const LoadedModel& model, const ReadyChunk& chunk, std::size_t index, Error error) {
  if (error.code == ErrorCode::corrupt) {
    error.message = fmt::format("model {} with voice {}, chunk {}: {}", version_name(model.version), chunk.voice_name,
                                index + 1, error.message);
  }
  return fail(std::move(error));
}

Error broken_sound(std::size_t sample) {
  return {ErrorCode::corrupt, fmt::format("the sound is not a number at {:.3f} s", seconds_of(sample)),
          "another voice shows whether the voice or the model is broken; `kokoro pull` fetches both again", ""};
}

std::size_t frames_of(const std::vector<std::int32_t>& durations) {
  return std::accumulate(durations.begin(), durations.end(), std::size_t{0},
                         [](std::size_t sum, std::int32_t frames) { return sum + static_cast<std::size_t>(frames); });
}

}  // namespace

Session::Session(std::unique_ptr<Plan> plan, LeaseModel lease_model, Voicing voicing, CancelToken cancel,
                 Clock::time_point called)
    : plan_(std::move(plan)),
      lease_model_(std::move(lease_model)),
      voicing_(voicing),
      cancel_(std::move(cancel)),
      called_(called) {}

Result<SessionState> Session::step(const SpeechSink& sink, int threads) {
  if (cancel_.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
  if (plan_error_) return fail(*plan_error_);
  if (!model_) {
    auto model = lease_model_(cancel_);
    if (!model) return fail(std::move(model.error()));
    model_ = std::move(*model);
    summary_.version = model_->version;
  }
  look_for_chunk();
  if (plan_error_) return fail(*plan_error_);
  if (!next_) return state();
  const auto chunk = std::move(next_);
  auto speech = make_speech(*chunk, threads);
  if (!speech) return fail(std::move(speech.error()));
  if (auto taken = deliver(*chunk, std::move(*speech), sink); !taken) return fail(std::move(taken.error()));
  return state();
}

/// An error of the plan waits until the sound before it has been delivered.
void Session::look_for_chunk() {
  if (next_) return;
  auto chunk = plan_->next(cancel_);
  if (!chunk) {
    plan_error_ = std::move(chunk.error());
  } else if (*chunk) {
    next_ = std::make_unique<ReadyChunk>(std::move(**chunk));
  }
}

std::size_t Session::next_characters() const { return next_ ? count_code_points(next_->source.text) : 0; }

SessionState Session::state() const {
  if (next_ || plan_error_) return SessionState::speaking;
  return plan_->complete() ? SessionState::done : SessionState::waiting;
}

Session::Prepared Session::prepare(const ReadyChunk& chunk, std::size_t index, model::Threads threads) const {
  const auto& planned = chunk.planned;
  const auto style =
      chunk.voice->row(model_->version, count_code_points(planned.chunk.phonemes), planned.ids.size() - 2);
  const float speed = std::clamp(voicing_.speed * static_cast<float>(planned.rate), kMinSpeed, kMaxSpeed);
  return model_->backend->prepare(
      {.ids = planned.ids, .style = style, .speed = speed, .seed = chunk_seed(voicing_.seed, index)}, cancel_, threads);
}

/// The sound of a chunk; the chunk after it is in `next_` then, if there is one.
Result<model::Speech> Session::make_speech(const ReadyChunk& chunk, int threads) {
  const auto started = Clock::now();
  const auto use = threads == 1 ? model::Threads::one : model::Threads::all;
  const Prepared prosody = ahead_.valid() ? ahead_.get() : prepare(chunk, summary_.chunks, use);
  if (!prosody) return model_failure(*model_, chunk, summary_.chunks, prosody.error());
  look_for_chunk();
  if (next_ && threads != 1) {
    ahead_ = std::async(std::launch::async,
                        [this, &next = *next_, index = summary_.chunks + 1, use] { return prepare(next, index, use); });
  }
  auto speech = model_->backend->vocode(**prosody, cancel_, use);
  if (!speech) return model_failure(*model_, chunk, summary_.chunks, std::move(speech.error()));
  if (const auto broken = find_broken_sample(speech->audio)) {
    return model_failure(*model_, chunk, summary_.chunks, broken_sound(*broken));
  }
  summary_.compute_s += seconds_since(started);
  return speech;
}

Result<void> Session::deliver(ReadyChunk& ready, model::Speech speech, const SpeechSink& sink) {
  const auto& planned = ready.planned;
  const bool last = !next_;
  auto audio = stitch(std::move(speech.audio), {planned.chunk.boundary, summary_.chunks == 0, last}, voicing_.silence);
  const std::size_t silence = std::exchange(owed_pause_, 0) + samples_of(planned.pause_before_s);
  owed_pause_ = audio.owed_pause_samples;
  shape(audio.audio, planned, silence);

  SpeechChunk chunk;
  chunk.source = std::move(ready.source);
  chunk.index = summary_.chunks;
  chunk.audio = audio.audio;
  chunk.words = word_times(planned.chunk.tokens, planned.chunk.phonemes, model_->vocabulary(), speech.durations);
  place_words(chunk.words, audio, summary_.samples + silence);
  chunk.marks = mark_times(planned, chunk.words, seconds_of(summary_.samples + silence + audio.speech_samples));
  chunk.start_s = seconds_of(summary_.samples);
  chunk.voice = ready.voice_name;
  chunk.durations = std::move(speech.durations);

  if (summary_.chunks == 0) summary_.first_audio_s = seconds_since(called_);
  summary_.chunks += 1;
  summary_.samples += chunk.audio.size();
  summary_.input_tokens += planned.ids.size() - 2;
  summary_.output_frames += frames_of(chunk.durations);
  return sink(chunk);
}

}  // namespace kokoro::engine
