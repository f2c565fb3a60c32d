#pragma once

#include "nn/conv1d.hpp"

namespace kokoro::nn {

/// Transposed convolution over time as a matrix product: with stride s each output row of s·out channels needs only
/// ⌈width/s⌉ input frames, and in memory that row *is* s output frames.
///
/// y[o] = bias + Σ_{i,k: o = s·i − pad + k} w[:, :, k]ᵀ x[i]; x [frames, in] → y [(frames − 1)·s − 2·pad + width, out].
/// Immutable: any thread may call forward().
class TransposedConv1d {
 public:
  TransposedConv1d() = default;
  /// w [in, out, width] as PyTorch stores it.
  TransposedConv1d(const PackTarget& target, int in, int out, int width, int stride, int pad, const WeightSource& w,
                   const WeightSource& bias, Precision precision = Precision::fp32);

  int rows_out(int rows) const { return (rows - 1) * stride_ - 2 * pad_ + width_; }
  int out() const { return out_; }

  /// The result, and where its first row starts: a view into the returned matrix.
  struct Output {
    Matrix storage;
    MatrixView y;
  };
  Output forward(const Context& context, ConstMatrixView x, const ConvFusion& fusion) const;

 private:
  int out_ = 0;
  int width_ = 0;
  int stride_ = 1;
  int pad_ = 0;
  Conv1d taps_;
};

}  // namespace kokoro::nn
