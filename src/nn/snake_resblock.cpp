#include "nn/snake_resblock.hpp"

#include <numbers>

namespace kokoro::nn {
namespace {

kernels::InputTransform snake_input(const Affine& affine, const SnakeParameters& snake) {
  kernels::InputTransform transform;
  transform.scale = affine.scale.data();
  transform.shift = affine.shift.data();
  transform.activation = kernels::Activation::snake;
  transform.alpha_over_pi = snake.alpha_over_pi.data();
  transform.inverse_alpha = snake.inverse_alpha.data();
  return transform;
}

}  // namespace

SnakeParameters::SnakeParameters(std::span<const float> alpha) {
  const auto padded = static_cast<std::size_t>(kernels::round_up(static_cast<int>(alpha.size()), kernels::kDepthBlock));
  alpha_over_pi.assign(padded, 0.0F);
  inverse_alpha.assign(padded, 0.0F);
  for (std::size_t c = 0; c < alpha.size(); ++c) {
    alpha_over_pi[c] = static_cast<float>(static_cast<double>(alpha[c]) / std::numbers::pi);
    inverse_alpha[c] = alpha[c] != 0 ? 1.0F / alpha[c] : 0.0F;
  }
}

void SnakeResBlock::forward(const Context& context, ConstMatrixView x, const ChannelStats& x_stats,
                            std::span<const float> style, MatrixView y, ConstMatrixView sum, float factor) const {
  const Matrix hidden = context.matrix(x.rows, x.columns);
  // x after the steps so far: in y, unless that still holds the sum that the last step adds.
  Matrix own;
  if (steps.size() > 1 && sum.data != nullptr) own = context.matrix(x.rows, x.columns);
  const MatrixView running = sum.data != nullptr ? MatrixView(own) : y;
  ChannelStats stats;
  ConstMatrixView now = x;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    const bool last = i + 1 == steps.size();
    const Affine first = step.norm1.affine(context, style, i == 0 ? x_stats : stats);
    ChannelStats inner;
    step.conv1.forward(context, now, hidden, {.input = snake_input(first, step.snake1), .stats = &inner});
    const Affine second = step.norm2.affine(context, style, inner);
    ConvFusion fusion{.input = snake_input(second, step.snake2), .residual = now, .residual2 = {}};
    if (last) {
      fusion.residual2 = sum;
      fusion.factor = factor;
    } else {
      fusion.stats = &stats;
    }
    step.conv2.forward(context, hidden, last ? y : running, fusion);
    now = running;
  }
}

}  // namespace kokoro::nn
