#include "audio/loudness.hpp"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <kokoro/version.hpp>
#include <new>
#include <vector>

namespace kokoro::audio {
namespace {

constexpr std::size_t kBlockSamples = kSampleRateHz * 2 / 5;  ///< of the standard: 400 ms
constexpr std::size_t kRampSamples = kSampleRateHz / 50;
constexpr double kHighestPeak = 0.8913;  // -1 dBFS
constexpr double kMaxChangeDb = 30;      // more is noise that is made loud

std::shared_ptr<void> make_meter() {
  ebur128_state* meter = ebur128_init(1, kSampleRateHz, EBUR128_MODE_I);
  if (meter == nullptr) throw std::bad_alloc();
  return {meter, [](void* owned) {
            auto* state = static_cast<ebur128_state*>(owned);
            ebur128_destroy(&state);
          }};
}

ebur128_state* state_of(const std::shared_ptr<void>& meter) { return static_cast<ebur128_state*>(meter.get()); }

void add(const std::shared_ptr<void>& meter, std::span<const float> samples) {
  if (ebur128_add_frames_float(state_of(meter), samples.data(), samples.size()) != EBUR128_SUCCESS)
    throw std::bad_alloc();
}

}  // namespace

Leveller::Leveller(double target_lufs) : target_lufs_(target_lufs), meter_(make_meter()) {}

double Leveller::measure(std::span<const float> samples) {
  add(meter_, samples);
  double loudness = 0;
  if (ebur128_loudness_global(state_of(meter_), &loudness) == EBUR128_SUCCESS && std::isfinite(loudness))
    return loudness;
  return loudness_lufs(samples);
}

void Leveller::level(std::span<float> samples) {
  const double loudness = measure(samples);
  float peak = 0;
  for (const float sample : samples) peak = std::max(peak, std::abs(sample));
  float gain = gain_;
  if (std::isfinite(loudness) && peak > 0) {
    const double change_db = std::clamp(target_lufs_ - loudness, -kMaxChangeDb, kMaxChangeDb);
    gain = static_cast<float>(std::min(std::pow(10, change_db / 20), kHighestPeak / static_cast<double>(peak)));
  }
  const float before = first_ ? gain : gain_;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const float share = std::min(1.0F, static_cast<float>(i) / static_cast<float>(kRampSamples));
    samples[i] *= before + (gain - before) * share;
  }
  gain_ = gain;
  first_ = false;
}

double loudness_lufs(std::span<const float> samples) {
  const auto meter = make_meter();
  add(meter, samples);
  double correction_db = 0;
  if (!samples.empty() && samples.size() < kBlockSamples) {
    add(meter, std::vector<float>(kBlockSamples - samples.size(), 0.0F));
    correction_db = 10 * std::log10(static_cast<double>(kBlockSamples) / static_cast<double>(samples.size()));
  }
  double loudness = 0;
  if (ebur128_loudness_global(state_of(meter), &loudness) != EBUR128_SUCCESS) loudness = -HUGE_VAL;
  return loudness + correction_db;
}

}  // namespace kokoro::audio
