#pragma once

#include <span>
#include <vector>

#include "model/layers.hpp"
#include "model/trace.hpp"

namespace kokoro::model {

/// The voice's source: harmonics of F0 with noise, mixed to one signal, and its short-time spectrum.
/// Source: SourceModuleHnNSF, SineGen of hexgrad/kokoro istftnet.py. Immutable.
///
/// Phase is kept in cycles and in double: more exact than the reference, whose float32 radians drift by up to
/// 0.06 rad in 25 s at the ninth harmonic.
class HarmonicSource {
 public:
  HarmonicSource(LayerBuilder& build, const struct ModelConfig& config);

  /// Magnitude and phase, [samples/hop + 1, 2·bins], of the source for `f0` [frames].
  nn::Matrix spectrum(const nn::Context& context, std::span<const float> f0, std::uint64_t seed,
                      const Trace& trace) const;

  int bins() const { return bins_; }

 private:
  void make_wave(const nn::Context& context, std::span<const float> f0, std::uint64_t seed, const Trace& trace,
                 float* wave) const;

  int hop_;  ///< samples per frame of F0
  int n_fft_;
  int stft_hop_;
  int bins_;
  int bins_stride_;
  std::vector<float> basis_;
  std::vector<float> mix_;
  float bias_ = 0;
  float noise_scale_ = 0;
};

}  // namespace kokoro::model
