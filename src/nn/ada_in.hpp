#pragma once

#include <span>
#include <vector>

#include "nn/aligned_vector.hpp"
#include "nn/channel_stats.hpp"
#include "nn/pack_target.hpp"

namespace kokoro::nn {

/// Per-channel factors that turn a raw tensor into a normalised and styled one: y = x·scale + shift.
struct Affine {
  AlignedVector scale;  ///< padded to whole depth blocks
  AlignedVector shift;

  /// As input transform of the convolution that follows.
  kernels::InputTransform leaky(float slope) const;
};

/// Adaptive instance norm: normalises each channel over time, then scales and shifts it from the style.
///
/// y = (1 + gamma(style)) · (x − mean)/√(var + 1e-5) + beta(style); style [style_dim], biased variance.
/// Source: StyleTTS 2 (arXiv:2306.07691), AdaIN1d of hexgrad/kokoro istftnet.py. Immutable.
class AdaIn {
 public:
  AdaIn() = default;
  /// w [2·channels, style_dim], bias [2·channels]: gamma rows, then beta rows.
  AdaIn(const PackTarget& target, int channels, int style_dim, const WeightSource& w, const WeightSource& bias);

  int channels() const { return channels_; }
  Affine affine(const Context& context, std::span<const float> style, const ChannelStats& stats) const;

  /// gamma and beta for a style, [2·channels].
  std::vector<float> project(const Context& context, std::span<const float> style) const;

 private:
  int channels_ = 0;
  int style_dim_ = 0;
  PackedArray<float> w_;
  PackedArray<float> bias_;
};

}  // namespace kokoro::nn
