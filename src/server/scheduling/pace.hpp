#pragma once

#include <kokoro/version.hpp>
#include <map>

namespace kokoro::server {

/// How fast this machine speaks and how long texts get, learned from what it has spoken. Not thread-safe.
class Pace {
 public:
  /// `core_s` seconds of one core, or of all, made `audio_s` of speech from `characters` of text at speed 1; twice as
  /// many at speed 0.5.
  void learn(ModelVersion version, double characters, double audio_s, double core_s, bool all_cores = false);

  /// A turn was foreseen to take `foreseen_s` core seconds and took `core_s`.
  void learn_error(double foreseen_s, double core_s);

  double core_s_per_audio_s(ModelVersion version) const { return of(version).core_s_per_audio_s; }
  /// Core seconds that all cores together need for what one does in a second.
  double all_cores_cost() const { return all_cores_cost_; }
  double audio_s_per_character(ModelVersion version) const { return of(version).audio_s_per_character; }

  /// A turn rarely takes longer than foreseen by more than this part of its time.
  double uncertainty() const;

 private:
  struct Rates {
    // Until something was spoken: English at its usual speed, on a machine that keeps up with two listeners.
    double core_s_per_audio_s = 0.4;
    double audio_s_per_character = 0.065;
    bool measured = false;
  };
  const Rates& of(ModelVersion version) const;

  std::map<ModelVersion, Rates> rates_;
  double all_cores_cost_ = 1.1;
  double mean_excess_ = 0.05;  ///< of the last turns over what was foreseen, as a part of that
};

}  // namespace kokoro::server
