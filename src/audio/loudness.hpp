#pragma once

#include <memory>
#include <span>

namespace kokoro::audio {

/// Brings speech to a loudness (EBU R128, ITU-R BS.1770-4, mono as one channel) while it is made.
///
/// Each piece gets one gain, from the loudness of all speech up to its end, so that what is said keeps its dynamics and
/// nothing is waited for. A piece whose peaks would pass -1 dBFS gets less. A change of gain is a ramp of 20 ms at the
/// start of a piece, which is silence where pieces are sentences. Silence keeps its gain. The same pieces give the same
/// samples. Not thread-safe.
class Leveller {
 public:
  /// `target_lufs` below 0.
  explicit Leveller(double target_lufs);

  /// Changes the next piece, mono at 24 kHz.
  void level(std::span<float> samples);

 private:
  double measure(std::span<const float> samples);

  double target_lufs_;
  std::shared_ptr<void> meter_;  ///< an ebur128_state
  float gain_ = 1;
  bool first_ = true;
};

/// Integrated loudness of speech, in LUFS; minus infinity for silence. Below 400 ms, where the standard has no value:
/// that of the same sound going on.
double loudness_lufs(std::span<const float> samples);

}  // namespace kokoro::audio
