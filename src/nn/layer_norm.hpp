#pragma once

#include <span>
#include <vector>

#include "nn/context.hpp"

namespace kokoro::nn {

/// Layer norm over the channels of each row, in place: x = (x − mean)/√(var + epsilon) · weight + bias. Immutable.
class LayerNorm {
 public:
  LayerNorm() = default;
  LayerNorm(std::span<const float> weight, std::span<const float> bias, float epsilon)
      : weight_(weight.begin(), weight.end()), bias_(bias.begin(), bias.end()), epsilon_(epsilon) {}

  void forward(const Context& context, MatrixView x) const {
    context.kernels.layer_norm(x.data, x.stride, x.rows, x.columns, weight_.data(), bias_.data(), epsilon_);
  }

 private:
  std::vector<float> weight_;
  std::vector<float> bias_;
  float epsilon_ = 1e-5F;
};

}  // namespace kokoro::nn
