#include "engine/stitch.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <kokoro/version.hpp>
#include <limits>
#include <optional>

namespace kokoro::engine {
namespace {

constexpr std::size_t samples_of_ms(std::size_t ms) { return ms * kSampleRateHz / 1000; }
constexpr std::size_t samples_of_ms(int ms) { return samples_of_ms(static_cast<std::size_t>(std::max(ms, 0))); }

constexpr std::size_t kKeptSamples = samples_of_ms(50);
constexpr std::size_t kFadeSamples = samples_of_ms(5);
constexpr float kSilenceOfPeak = 1.0F / 316.0F;  // -50 dB
constexpr float kNothingHeard = 1e-4F;           // below three steps of 16-bit audio

/// Silence from sound to sound where a chunk ends. The model itself makes 425 to 490 ms between sentences (medians of
/// four voices over the long texts of tools/listen), 250 to 370 at a colon, 800 to 1,000 between paragraphs.
constexpr std::size_t kUsualSentenceMs = 450;
constexpr std::size_t usual_gap_ms(text::Boundary boundary) {
  switch (boundary) {
    case text::Boundary::none:
      return 100;
    case text::Boundary::comma:
      return 160;
    case text::Boundary::clause:
      return 280;
    case text::Boundary::sentence:
      return kUsualSentenceMs;
    case text::Boundary::paragraph:
      return 900;
  }
  return 100;
}

std::size_t gap_samples(text::Boundary boundary, const Silence& silence) {
  if (boundary == text::Boundary::paragraph && silence.paragraph_ms) return samples_of_ms(*silence.paragraph_ms);
  const std::size_t usual = samples_of_ms(usual_gap_ms(boundary));
  if (!silence.sentence_ms) return usual;
  return usual * samples_of_ms(*silence.sentence_ms) / samples_of_ms(kUsualSentenceMs);
}

struct Range {
  std::size_t begin;
  std::size_t end;
};

/// What is louder than silence; nothing when all is silent. What is no number is not heard.
std::optional<Range> find_sound(const std::vector<float>& audio) {
  float peak = 0;
  for (const float sample : audio) peak = std::max(peak, std::abs(sample));
  if (peak < kNothingHeard) return std::nullopt;
  // An infinite peak has an infinite threshold, which nothing is above.
  const float threshold = std::min(peak, std::numeric_limits<float>::max()) * kSilenceOfPeak;
  const auto heard = [threshold](float sample) { return std::abs(sample) > threshold; };
  const auto first = std::find_if(audio.begin(), audio.end(), heard);
  const auto behind_last = std::find_if(audio.rbegin(), std::make_reverse_iterator(first), heard).base();
  return Range{static_cast<std::size_t>(first - audio.begin()), static_cast<std::size_t>(behind_last - audio.begin())};
}

float fade_gain(std::size_t sample) { return static_cast<float>(sample) / static_cast<float>(kFadeSamples); }

}  // namespace

StitchedAudio stitch(std::vector<float> audio, const StitchPlace& place, const Silence& silence) {
  const std::size_t gap = gap_samples(place.boundary, silence);
  const std::size_t inside =
      silence.sentence_ms ? std::min(kKeptSamples, samples_of_ms(*silence.sentence_ms) / 2) : kKeptSamples;
  const auto wanted = [&](bool edge) {
    if (!edge) return inside;
    return silence.edge_ms ? samples_of_ms(*silence.edge_ms) : kKeptSamples;
  };
  StitchedAudio out;
  const std::size_t pause = place.boundary == text::Boundary::none ? 0 : gap - std::min(gap, 2 * inside);
  std::size_t padding = 0;
  if (const auto sound = find_sound(audio)) {
    const std::size_t begin = sound->begin - std::min(sound->begin, wanted(place.first));
    const std::size_t end = std::min(sound->end + wanted(place.last), audio.size());
    const bool cut_back = end < audio.size();
    // Added only where it was asked for: by default an edge is what the model made.
    const bool exact_front = place.first && silence.edge_ms;
    const bool exact_back = place.last && silence.edge_ms;
    const std::size_t before = exact_front ? wanted(true) - (sound->begin - begin) : 0;
    padding = exact_back ? wanted(true) - (end - sound->end) : 0;
    audio.resize(end);
    audio.erase(audio.begin(), audio.begin() + static_cast<std::ptrdiff_t>(begin));
    const std::size_t faded = std::min(kFadeSamples, audio.size());
    for (std::size_t i = 0; begin > 0 && i < faded; ++i) audio[i] *= fade_gain(i);
    for (std::size_t i = 0; cut_back && i < faded; ++i) audio[audio.size() - 1 - i] *= fade_gain(i);
    audio.insert(audio.begin(), before, 0.0F);
    audio.resize(audio.size() + padding, 0.0F);
    out.cut_front_samples = static_cast<std::ptrdiff_t>(begin) - static_cast<std::ptrdiff_t>(before);
  }
  out.speech_samples = audio.size();
  if (place.last) {
    out.owed_pause_samples = pause - std::min(pause, padding);
  } else {
    audio.resize(audio.size() + pause, 0.0F);
  }
  out.audio = std::move(audio);
  return out;
}

}  // namespace kokoro::engine
