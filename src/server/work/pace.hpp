#pragma once

#include <kokoro/version.hpp>
#include <map>

namespace kokoro::server {

/// How fast this machine speaks and how long texts get, learned from what it has spoken. Not thread-safe.
class Pace {
 public:
  /// `core_s` core seconds made `audio_s` of speech from `characters` of text at speed 1; twice as many at speed 0.5.
  void learn(ModelVersion version, double characters, double audio_s, double core_s);

  double core_s_per_audio_s(ModelVersion version) const { return of(version).core_s_per_audio_s; }
  double audio_s_per_character(ModelVersion version) const { return of(version).audio_s_per_character; }

 private:
  struct Rates {
    // Until something was spoken: English at its usual speed, on a machine that keeps up with two listeners.
    double core_s_per_audio_s = 0.4;
    double audio_s_per_character = 0.065;
    bool measured = false;
  };
  const Rates& of(ModelVersion version) const;

  std::map<ModelVersion, Rates> rates_;
};

}  // namespace kokoro::server
