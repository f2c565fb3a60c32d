#include "nn/style_resblock.hpp"

#include <algorithm>
#include <numbers>

namespace kokoro::nn {
namespace {
constexpr float kSlope = 0.2F;
}

void DepthwiseUpsample::forward(const Context& context, ConstMatrixView x, const Affine& affine, float slope,
                                MatrixView y) const {
  const auto channels = static_cast<std::size_t>(x.columns);
  context.parallel(x.rows, [&](int t) {
    const float* here = x.row(t);
    const float* next = t + 1 < x.rows ? x.row(t + 1) : nullptr;
    float* even = y.row(2 * t);
    float* odd = y.row(2 * t + 1);
    for (std::size_t c = 0; c < channels; ++c) {
      const auto activated = [&](float v) {
        v = v * affine.scale[c] + affine.shift[c];
        return std::max(v, v * slope);
      };
      const float a = activated(here[c]);
      const float b = next ? activated(next[c]) : 0.0F;
      even[c] = w[3 * c + 1] * a + bias[c];
      odd[c] = w[3 * c + 2] * a + w[3 * c] * b + bias[c];
    }
  });
}

/// Writes the shortcut into y: x itself or its 1x1 convolution, each row twice when upsampling (the two commute).
void StyleResBlock::add_shortcut_to(const Context& context, ConstMatrixView x, MatrixView y) const {
  Matrix projected;
  if (has_shortcut) {
    if (!upsample) {
      shortcut.forward(context, x, y);
      return;
    }
    projected = context.matrix(x.rows, out());
    shortcut.forward(context, x, projected);
    x = projected;
  }
  const int repeat = upsample ? 2 : 1;
  for (int t = 0; t < y.rows; ++t) std::copy_n(x.row(t / repeat), y.columns, y.row(t));
}

void StyleResBlock::forward(const Context& context, ConstMatrixView x, std::span<const float> style,
                            MatrixView y) const {
  ChannelStats stats;
  stats.gather(context, x);
  const Affine first = norm1.affine(context, style, stats);
  const Matrix hidden = context.matrix(rows_out(x.rows), conv1.shape().out);
  if (upsample) {
    const Matrix pooled = context.matrix(hidden.rows, x.columns);
    pool.forward(context, x, first, kSlope, pooled);
    conv1.forward(context, pooled, hidden, {.stats = &stats});
  } else {
    conv1.forward(context, x, hidden, {.input = first.leaky(kSlope), .stats = &stats});
  }
  const Affine second = norm2.affine(context, style, stats);
  add_shortcut_to(context, x, y);
  conv2.forward(context, hidden, y,
                {.input = second.leaky(kSlope), .residual = y, .factor = 1.0F / std::numbers::sqrt2_v<float>});
}

}  // namespace kokoro::nn
