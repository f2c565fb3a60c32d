#include "server/work/pace.hpp"

namespace kokoro::server {
namespace {

/// Weight of the newest chunk: the last dozen decide.
constexpr double kNewest = 0.15;

void mix(double& mean, double value, bool first) { mean = first ? value : mean + kNewest * (value - mean); }

}  // namespace

void Pace::learn(ModelVersion version, double characters, double audio_s, double core_s) {
  if (characters <= 0 || audio_s <= 0) return;
  Rates& rates = rates_[version];
  mix(rates.core_s_per_audio_s, core_s / audio_s, !rates.measured);
  mix(rates.audio_s_per_character, audio_s / characters, !rates.measured);
  rates.measured = true;
}

const Pace::Rates& Pace::of(ModelVersion version) const {
  static constexpr Rates kUnknown;
  const auto found = rates_.find(version);
  return found == rates_.end() ? kUnknown : found->second;
}

}  // namespace kokoro::server
