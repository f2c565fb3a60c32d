#pragma once

#include "nn/conv1d.hpp"

namespace kokoro::nn {

/// Convolution over time with a stride: `stride` frames side by side are one row of stride·in channels, over which a
/// convolution of ⌈width/stride⌉ taps and stride 1 gives the same sums.
///
/// y[t, o] = bias[o] + Σ_{k,i} w[o, i, k] · x[stride·t + k − pad, i]; x [frames, in] →
/// y [(frames + 2·pad − width)/stride + 1, out]. Immutable: any thread may call forward().
class StridedConv1d {
 public:
  StridedConv1d() = default;
  /// w [out, in, width] row-major.
  StridedConv1d(const PackTarget& target, int in, int out, int width, int stride, int pad, const WeightSource& w,
                const WeightSource& bias);

  int rows_out(int rows) const { return (rows + 2 * pad_ - width_) / stride_ + 1; }
  int out() const { return taps_.shape().out; }
  void forward(const Context& context, ConstMatrixView x, MatrixView y) const;

 private:
  int width_ = 1;
  int stride_ = 1;
  int pad_ = 0;
  Conv1d taps_;
};

}  // namespace kokoro::nn
