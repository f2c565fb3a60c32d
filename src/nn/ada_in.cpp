#include "nn/ada_in.hpp"

#include <cmath>

namespace kokoro::nn {

kernels::InputTransform Affine::leaky(float slope) const {
  kernels::InputTransform transform;
  transform.scale = scale.data();
  transform.shift = shift.data();
  transform.activation = kernels::Activation::leaky_relu;
  transform.slope = slope;
  return transform;
}

AdaIn::AdaIn(const PackTarget& target, int channels, int style_dim, const WeightSource& w, const WeightSource& bias)
    : channels_(channels),
      style_dim_(style_dim),
      w_(target.keep(w, 2 * static_cast<std::size_t>(channels) * static_cast<std::size_t>(style_dim))),
      bias_(target.keep(bias, 2 * static_cast<std::size_t>(channels))) {}

std::vector<float> AdaIn::project(const Context& context, std::span<const float> style) const {
  const auto compute = [&] {
    std::vector<float> out(bias_.size());
    context.kernels.matvec(w_.data(), bias_.data(), style.data(), 2 * channels_, style_dim_, out.data());
    return out;
  };
  if (context.styles == nullptr) return compute();
  const std::span<const float> known = context.styles->get(this, compute);
  return {known.begin(), known.end()};
}

Affine AdaIn::affine(const Context& context, std::span<const float> style, const ChannelStats& stats) const {
  constexpr double kEpsilon = 1e-5;
  const std::vector<float> h = project(context, style);
  std::vector<double> mean;
  std::vector<double> variance;
  stats.finish(mean, variance);
  const auto n = static_cast<std::size_t>(channels_);
  const auto padded = static_cast<std::size_t>(kernels::round_up(channels_, kernels::kDepthBlock));
  Affine affine{AlignedVector(padded, 0.0F), AlignedVector(padded, 0.0F)};
  for (std::size_t c = 0; c < n; ++c) {
    const double scale = (1.0 + static_cast<double>(h[c])) / std::sqrt(variance[c] + kEpsilon);
    affine.scale[c] = static_cast<float>(scale);
    affine.shift[c] = static_cast<float>(static_cast<double>(h[n + c]) - mean[c] * scale);
  }
  return affine;
}

}  // namespace kokoro::nn
