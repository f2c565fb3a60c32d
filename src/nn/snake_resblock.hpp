#pragma once

#include <span>
#include <vector>

#include "nn/ada_in.hpp"
#include "nn/conv1d.hpp"

namespace kokoro::nn {

/// Per-channel snake parameters, as the kernels want them.
struct SnakeParameters {
  AlignedVector alpha_over_pi;
  AlignedVector inverse_alpha;
  SnakeParameters() = default;
  /// alpha as stored; at exactly 0 the snake is the identity, its limit.
  explicit SnakeParameters(std::span<const float> alpha);
};

/// Residual block of the generator: three times x += conv2(snake(norm2(conv1(snake(norm1(x)))))), with growing
/// dilation. Source: iSTFTNet (arXiv:2203.02395), AdaINResBlock1 of hexgrad/kokoro istftnet.py. Immutable.
struct SnakeResBlock {
  struct Step {
    AdaIn norm1;
    AdaIn norm2;
    SnakeParameters snake1;
    SnakeParameters snake2;
    Conv1d conv1;
    Conv1d conv2;
  };
  std::vector<Step> steps;

  /// x [frames, channels] with its statistics; y = block(x) when `sum` is null, else y = (block(x) + sum) · factor.
  /// y may be `sum` itself, not x.
  void forward(const Context& context, ConstMatrixView x, const ChannelStats& x_stats, std::span<const float> style,
               MatrixView y, ConstMatrixView sum = {}, float factor = 1) const;
};

}  // namespace kokoro::nn
