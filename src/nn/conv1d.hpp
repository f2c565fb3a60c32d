#pragma once

#include <kokoro/precision.hpp>

#include "nn/channel_stats.hpp"
#include "nn/context.hpp"
#include "nn/pack_target.hpp"

namespace kokoro::nn {

/// Shape of a convolution over time with stride 1.
struct Conv1dShape {
  int in = 0;
  int out = 0;
  int width = 1;
  int dilation = 1;
  int pad = 0;
  /// Outputs of a Toom-Cook tile at most, where the instruction set has them: 1 is the direct sum, 2 (width 3) no less
  /// exact, 6 (widths 3, 7 and 11) the fastest.
  int tile = 1;
  Precision precision = Precision::fp32;  ///< of the products; with bfloat16 there are no Toom-Cook tiles
};

/// What a convolution reads and adds besides its input.
struct ConvFusion {
  kernels::InputTransform input{};
  ConstMatrixView residual{};  ///< data null: none; may be the output itself
  ConstMatrixView residual2{};
  float factor = 1;
  ChannelStats* stats = nullptr;  ///< gets the statistics of the output
};

/// One-dimensional convolution over time, channels last, stride 1, zero padding; a linear layer when width is 1.
///
/// y[t, o] = (bias[o] + Σ_{k,i} w[o, i, k] · in(x)[t + k·dilation − pad, i] + residuals) · factor
/// x [frames, in], y [frames + 2·pad − (width − 1)·dilation or fewer, out]. Immutable: any thread may call forward().
class Conv1d {
 public:
  Conv1d() = default;

  /// w [out, in, width] row-major; bias [out] or null.
  Conv1d(const PackTarget& target, const Conv1dShape& shape, const WeightSource& w, const WeightSource& bias);

  void forward(const Context& context, ConstMatrixView x, MatrixView y, const ConvFusion& fusion = {}) const;

  const Conv1dShape& shape() const { return shape_; }

 private:
  kernels::WinogradTile toom_cook_tile() const;
  int rows_of_a_piece(int rows) const;
  std::size_t scratch_size(int rows) const;
  void run_piece(const Context& context, const kernels::Conv1dJob& job) const;

  Conv1dShape shape_;
  kernels::WinogradTile tile_ = kernels::WinogradTile::none;
  int terms_ = 0;  ///< products of bfloat16 numbers; 0: float32
  int block_cols_ = 0;
  PackedArray<float> weights_;
  PackedArray<std::uint16_t> bf16_weights_;
  PackedArray<float> bias_;
};

}  // namespace kokoro::nn
