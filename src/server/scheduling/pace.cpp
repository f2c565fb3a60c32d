#include "server/scheduling/pace.hpp"

#include <algorithm>

namespace kokoro::server {
namespace {

/// Weight of the newest chunk: the last dozen decide.
constexpr double kNewest = 0.15;
/// The same of its error, which must not be forgotten so soon.
constexpr double kNewestExcess = 0.05;
/// One turn that was held up by something else does not stop all others.
constexpr double kMostExcess = 1;
/// Of errors that are distributed normally, 98 of 100 are below five times the mean excess.
constexpr double kRarelyAbove = 5;
/// Texts of equal length differ so much in how long they last.
constexpr double kLeastUncertainty = 0.2;

void mix(double& mean, double value, double newest = kNewest) { mean += newest * (value - mean); }

}  // namespace

void Pace::learn(ModelVersion version, double characters, double audio_s, double core_s, bool all_cores) {
  if (characters <= 0 || audio_s <= 0) return;
  Rates& rates = rates_[version];
  if (!rates.measured) rates = {core_s / audio_s, audio_s / characters, true};
  if (all_cores) {
    mix(all_cores_cost_, core_s / (audio_s * rates.core_s_per_audio_s));
  } else {
    mix(rates.core_s_per_audio_s, core_s / audio_s);
  }
  mix(rates.audio_s_per_character, audio_s / characters);
}

void Pace::learn_error(double foreseen_s, double core_s) {
  if (foreseen_s > 0) mix(mean_excess_, std::clamp(core_s / foreseen_s - 1, 0.0, kMostExcess), kNewestExcess);
}

double Pace::uncertainty() const { return std::max(kRarelyAbove * mean_excess_, kLeastUncertainty); }

const Pace::Rates& Pace::of(ModelVersion version) const {
  static constexpr Rates kUnknown;
  const auto found = rates_.find(version);
  return found == rates_.end() ? kUnknown : found->second;
}

}  // namespace kokoro::server
