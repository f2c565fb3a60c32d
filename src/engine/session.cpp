#include "engine/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/utf8.hpp"
#include "engine/request_check.hpp"
#include "engine/sentence_gaps.hpp"
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
Error model_failure(const LoadedModel& model, const ReadyChunk& chunk, std::size_t index, Error error) {
  if (error.code == ErrorCode::corrupt) {
    error.message = fmt::format("model {} with voice {}, chunk {}: {}", version_name(model.version), chunk.voice_name,
                                index + 1, error.message);
  }
  return error;
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

/// What one session does in a step that it takes with others.
class Session::Step {
 public:
  explicit Step(const Turn& turn) : session(*turn.session), sink(*turn.sink) {}

  bool over() const { return result.has_value(); }
  void fail_with(Error error) { result = fail(std::move(error)); }
  /// An error of the model, or of its sound.
  void fail_in_model(Error error) {
    fail_with(model_failure(*session.model_, *chunk, session.summary_.chunks, std::move(error)));
  }

  Session& session;
  const SpeechSink& sink;
  std::unique_ptr<ReadyChunk> chunk;
  std::unique_ptr<model::Prosody> prosody;
  std::optional<Result<SessionState>> result;
};

std::vector<Result<SessionState>> Session::step(std::span<const Turn> turns, int threads) {
  std::vector<Step> steps(turns.begin(), turns.end());
  std::vector<Step*> left;
  for (Step& step : steps) {
    auto chunk = step.session.take_chunk();
    if (!chunk) {
      step.fail_with(std::move(chunk.error()));
    } else if (!*chunk) {
      step.result = step.session.state();
    } else {
      step.chunk = std::move(*chunk);
      left.push_back(&step);
    }
  }
  while (!left.empty()) {
    const LoadedModel* model = left.front()->session.model_.get();
    const std::size_t most = std::max<std::size_t>(model->backend->capabilities().largest_batch, 1);
    std::vector<Step*> batch;
    std::erase_if(left, [&](Step* step) {
      if (step->session.model_.get() != model || batch.size() == most) return false;
      batch.push_back(step);
      return true;
    });
    make_speech(batch, threads);
  }
  std::vector<Result<SessionState>> results;
  for (Step& step : steps) results.push_back(std::move(*step.result));
  return results;
}

Result<SessionState> Session::step(const SpeechSink& sink, int threads) {
  const Turn turn{this, &sink};
  return std::move(step({&turn, 1}, threads).front());
}

Result<std::unique_ptr<ReadyChunk>> Session::take_chunk() {
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
  return std::move(next_);
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

model::Utterance Session::utterance(const ReadyChunk& chunk, std::size_t index) const {
  const auto& planned = chunk.planned;
  const auto style =
      chunk.voice->row(model_->version, count_code_points(planned.chunk.phonemes), planned.ids.size() - 2);
  const float speed = std::clamp(voicing_.speed * static_cast<float>(planned.rate), kMinSpeed, kMaxSpeed);
  return {
      .ids = planned.ids, .style = style, .speed = speed, .seed = chunk_seed(voicing_.seed, index), .cancel = cancel_};
}

/// The text side of `next_`, beside what this thread does from here on.
void Session::prepare_next(model::Share share) {
  ahead_ = std::async(std::launch::async, [this, &next = *next_, index = summary_.chunks + 1, share] {
    return prepare_one(*model_->backend, utterance(next, index), share);
  });
}

/// Takes the chunks of a batch, all of one model, through it; the chunks after them are in `next_` then, if there are
/// any. All steps of the batch are over afterwards.
void Session::make_speech(std::span<Step* const> batch, int threads) {
  const auto started = Clock::now();
  const auto& backend = *batch.front()->session.model_->backend;
  const auto share = threads == 1 ? model::Share::part : model::Share::whole;
  std::vector<Step*> unprepared;
  std::vector<model::Utterance> utterances;
  const auto settle = [](Step& step, Prepared prepared) {
    if (!prepared) return step.fail_in_model(std::move(prepared.error()));
    step.prosody = std::move(*prepared);
  };
  for (Step* step : batch) {
    Session& session = step->session;
    if (session.ahead_.valid()) {
      settle(*step, session.ahead_.get());
    } else {
      unprepared.push_back(step);
      utterances.push_back(session.utterance(*step->chunk, session.summary_.chunks));
    }
  }
  if (!unprepared.empty()) {
    auto prepared = backend.prepare(utterances, share);
    for (std::size_t i = 0; i < unprepared.size(); ++i) settle(*unprepared[i], std::move(prepared[i]));
  }
  std::vector<Step*> speaking;
  std::vector<const model::Prosody*> prosodies;
  for (Step* step : batch) {
    if (step->over()) continue;
    step->session.look_for_chunk();
    // A batch reads its next chunks together instead, and the first sound shares no core with what comes after it.
    const bool beside = threads != 1 && batch.size() == 1 && step->session.summary_.chunks > 0;
    if (step->session.next_ && beside) step->session.prepare_next(share);
    speaking.push_back(step);
    prosodies.push_back(step->prosody.get());
  }
  if (speaking.empty()) return;
  auto speeches = backend.vocode(prosodies, share);
  const double passed_s = seconds_since(started);
  for (std::size_t i = 0; i < speaking.size(); ++i) {
    Step& step = *speaking[i];
    step.session.summary_.compute_s += passed_s;
    if (!speeches[i]) {
      step.fail_in_model(std::move(speeches[i].error()));
    } else if (const auto broken = find_broken_sample(speeches[i]->audio)) {
      step.fail_in_model(broken_sound(*broken));
    } else if (auto taken = step.session.deliver(*step.chunk, std::move(*speeches[i]), step.sink); !taken) {
      step.fail_with(std::move(taken.error()));
    } else {
      step.result = step.session.state();
    }
  }
}

/// Where a length is asked for, it holds inside of a chunk too.
void Session::set_gaps(const PlannedChunk& planned, model::Speech& speech, std::vector<WordTime>& words) const {
  const std::size_t frames = frames_of(speech.durations);
  if (!voicing_.silence.sentence_ms || frames == 0) return;
  const auto ends = sentence_ends(planned.chunk.tokens, planned.chunk.phonemes, model_->vocabulary(), speech.durations);
  const auto gap = static_cast<std::size_t>(*voicing_.silence.sentence_ms) * kSampleRateHz / 1000;
  move_words(words, set_sentence_gaps(speech.audio, ends, gap, speech.audio.size() / frames));
}

Result<void> Session::deliver(ReadyChunk& ready, model::Speech speech, const SpeechSink& sink) {
  const auto& planned = ready.planned;
  const bool last = !next_;
  auto words = word_times(planned.chunk.tokens, planned.chunk.phonemes, model_->vocabulary(), speech.durations);
  set_gaps(planned, speech, words);
  auto audio = stitch(std::move(speech.audio), {planned.chunk.boundary, summary_.chunks == 0, last}, voicing_.silence);
  const std::size_t silence = std::exchange(owed_pause_, 0) + samples_of(planned.pause_before_s);
  owed_pause_ = audio.owed_pause_samples;
  shape(audio.audio, planned, silence);

  SpeechChunk chunk;
  chunk.source = std::move(ready.source);
  chunk.index = summary_.chunks;
  chunk.audio = audio.audio;
  chunk.words = std::move(words);
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
