#pragma once

#include <span>
#include <vector>

#include "nn/ada_in.hpp"
#include "nn/conv1d.hpp"

namespace kokoro::nn {

/// Doubles the frame rate of each channel on its own: a transposed convolution of width 3 and stride 2,
/// y[2t] = w1·x[t] + b, y[2t+1] = w2·x[t] + w0·x[t+1] + b.
struct DepthwiseUpsample {
  std::vector<float> w;  ///< [channels, 3]
  std::vector<float> bias;
  /// x is transformed by y = leaky(x·scale + shift) on the way in.
  void forward(const Context& context, ConstMatrixView x, const Affine& affine, float slope, MatrixView y) const;
};

/// Residual block of predictor and decoder: two convolutions, each after AdaIN and a leaky ReLU, beside a shortcut.
///
/// y = (conv2(act(norm2(conv1(pool(act(norm1(x))))))) + shortcut(x)) / √2; with upsampling y has twice the rows.
/// Source: StyleTTS 2, AdainResBlk1d of hexgrad/kokoro istftnet.py. Immutable: any thread may call forward().
struct StyleResBlock {
  AdaIn norm1;
  AdaIn norm2;
  Conv1d conv1;
  Conv1d conv2;
  Conv1d shortcut;  ///< 1x1 without bias; unused when the widths are equal
  bool has_shortcut = false;
  bool upsample = false;
  DepthwiseUpsample pool;

  int rows_out(int rows) const { return upsample ? 2 * rows : rows; }
  int out() const { return conv2.shape().out; }
  void forward(const Context& context, ConstMatrixView x, std::span<const float> style, MatrixView y) const;

 private:
  void add_shortcut_to(const Context& context, ConstMatrixView x, MatrixView y) const;
};

}  // namespace kokoro::nn
