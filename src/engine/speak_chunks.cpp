#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <numeric>
#include <utility>

#include "base/utf8.hpp"
#include "engine/pipeline.hpp"
#include "engine/request_check.hpp"
#include "engine/stitch.hpp"
#include "engine/word_times.hpp"

namespace kokoro::engine {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double seconds_of(std::size_t samples) { return static_cast<double>(samples) / kSampleRateHz; }

// The first chunk takes the request's seed as it is; the others one that looks unrelated (a step of SplitMix64).
std::uint64_t chunk_seed(std::uint64_t seed, std::size_t index) {
  if (index == 0) return seed;
  std::uint64_t z = seed + index * 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

using Prepared = Result<std::unique_ptr<model::Prosody>>;

Prepared prepare(const PlannedChunk& planned, std::size_t index, const VoiceOrder& order, const CancelToken& cancel) {
  const auto named = order.voices.find(planned.voice);
  const auto& voice = named == order.voices.end() ? order.voice : named->second;
  const auto style =
      voice->row(order.model->version, count_code_points(planned.chunk.phonemes), planned.ids.size() - 2);
  const float speed = std::clamp(order.speed * static_cast<float>(planned.rate), kMinSpeed, kMaxSpeed);
  return order.model->backend->prepare(
      {.ids = planned.ids, .style = style, .speed = speed, .seed = chunk_seed(order.seed, index)}, cancel);
}

// Moves times of the model's audio to the whole audio, where part of the edges is cut off.
void place_words(std::vector<WordTime>& words, const StitchedAudio& audio, std::size_t samples_before) {
  const double shift = seconds_of(audio.cut_front_samples);
  const double end = seconds_of(audio.speech_samples);
  const double start = seconds_of(samples_before);
  for (auto& word : words) {
    word.start_s = start + std::clamp(word.start_s - shift, 0.0, end);
    word.end_s = start + std::clamp(word.end_s - shift, 0.0, end);
  }
}

std::size_t samples_of(double seconds) { return static_cast<std::size_t>(std::lround(seconds * kSampleRateHz)); }

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

}  // namespace

Result<SpeechSummary> speak_chunks(const std::vector<PlannedChunk>& chunks, std::string_view source,
                                   const VoiceOrder& order, const SpeechSink& sink, const CancelToken& cancel) {
  const auto called = Clock::now();
  SpeechSummary summary;
  summary.version = order.model->version;
  std::future<Prepared> ahead;  // its destructor waits: what it reads outlives it
  for (std::size_t index = 0; index < chunks.size(); ++index) {
    if (cancel.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
    const auto& planned = chunks[index];
    const auto started = Clock::now();
    const Prepared prosody = index == 0 ? prepare(planned, index, order, cancel) : ahead.get();
    if (!prosody) return fail(prosody.error());
    // The text side of the next chunk runs beside the vocoder of this one.
    if (index + 1 < chunks.size()) {
      ahead =
          std::async(std::launch::async, [&, next = index + 1] { return prepare(chunks[next], next, order, cancel); });
    }
    auto speech = order.model->backend->vocode(**prosody, cancel);
    if (!speech) return fail(std::move(speech.error()));
    summary.compute_s += seconds_since(started);

    auto audio = stitch(std::move(speech->audio), planned.chunk.boundary, index + 1 == chunks.size());
    const std::size_t silence = samples_of(planned.pause_before_s);
    shape(audio.audio, planned, silence);
    SpeechChunk chunk;
    chunk.source = describe(planned, source);
    chunk.index = index;
    chunk.count = chunks.size();
    chunk.audio = audio.audio;
    chunk.words =
        word_times(planned.chunk.tokens, planned.chunk.phonemes, order.model->vocabulary(), speech->durations);
    place_words(chunk.words, audio, summary.samples + silence);
    chunk.marks = mark_times(planned, chunk.words, seconds_of(summary.samples + silence + audio.speech_samples));
    chunk.start_s = seconds_of(summary.samples);
    chunk.durations = std::move(speech->durations);

    summary.chunks += 1;
    summary.samples += chunk.audio.size();
    summary.input_tokens += planned.ids.size() - 2;
    summary.output_frames +=
        std::accumulate(chunk.durations.begin(), chunk.durations.end(), std::size_t{0},
                        [](std::size_t sum, std::int32_t frames) { return sum + static_cast<std::size_t>(frames); });
    if (index == 0) summary.first_audio_s = seconds_since(called);
    if (auto taken = sink(chunk); !taken) return fail(std::move(taken.error()));
  }
  return summary;
}

}  // namespace kokoro::engine
