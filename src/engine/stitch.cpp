#include "engine/stitch.hpp"

#include <algorithm>
#include <cmath>
#include <kokoro/version.hpp>

namespace kokoro::engine {
namespace {

constexpr std::size_t samples_of_ms(std::size_t ms) { return ms * kSampleRateHz / 1000; }

constexpr std::size_t kKeptSamples = samples_of_ms(50);
constexpr std::size_t kFadeSamples = samples_of_ms(5);
constexpr float kSilenceOfPeak = 1.0F / 316.0F;  // -50 dB
constexpr float kNothingHeard = 1e-4F;           // below three steps of 16-bit audio

struct Range {
  std::size_t begin;
  std::size_t end;
};

// What is louder than silence, with the kept edges.
Range speech_range(const std::vector<float>& audio) {
  float peak = 0;
  for (const float sample : audio) peak = std::max(peak, std::abs(sample));
  if (peak < kNothingHeard) return {0, audio.size()};
  const auto heard = [threshold = peak * kSilenceOfPeak](float sample) { return std::abs(sample) > threshold; };
  const auto first = static_cast<std::size_t>(std::find_if(audio.begin(), audio.end(), heard) - audio.begin());
  const auto behind_last =
      audio.size() - static_cast<std::size_t>(std::find_if(audio.rbegin(), audio.rend(), heard) - audio.rbegin());
  return {first - std::min(first, kKeptSamples), std::min(behind_last + kKeptSamples, audio.size())};
}

float fade_gain(std::size_t sample) { return static_cast<float>(sample) / static_cast<float>(kFadeSamples); }

}  // namespace

std::size_t pause_samples(text::Boundary boundary) {
  switch (boundary) {
    case text::Boundary::none:
      return 0;
    case text::Boundary::comma:
      return samples_of_ms(60);
    case text::Boundary::clause:
      return samples_of_ms(150);
    case text::Boundary::sentence:
      return samples_of_ms(250);
    case text::Boundary::paragraph:
      return samples_of_ms(500);
  }
  return 0;
}

StitchedAudio stitch(std::vector<float> audio, text::Boundary boundary, bool last) {
  const auto [begin, end] = speech_range(audio);
  const bool cut_back = end < audio.size();
  audio.resize(end);
  audio.erase(audio.begin(), audio.begin() + static_cast<std::ptrdiff_t>(begin));
  const std::size_t faded = std::min(kFadeSamples, audio.size());
  for (std::size_t i = 0; begin > 0 && i < faded; ++i) audio[i] *= fade_gain(i);
  for (std::size_t i = 0; cut_back && i < faded; ++i) audio[audio.size() - 1 - i] *= fade_gain(i);
  const std::size_t speech = audio.size();
  if (!last) audio.resize(speech + pause_samples(boundary), 0.0F);
  return {std::move(audio), begin, speech};
}

}  // namespace kokoro::engine
