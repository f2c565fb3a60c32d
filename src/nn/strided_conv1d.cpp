#include "nn/strided_conv1d.hpp"

#include <algorithm>
#include <vector>

namespace kokoro::nn {

namespace {

/// w [out, in, width] over rows of `stride` frames side by side, [out, stride·in, ⌈width/stride⌉].
std::vector<float> as_wide_taps(const std::vector<float>& w, int in, int out, int width, int stride) {
  const int taps = (width + stride - 1) / stride;
  const int wide = stride * in;
  std::vector<float> packed(static_cast<std::size_t>(out * wide) * static_cast<std::size_t>(taps), 0.0F);
  for (int o = 0; o < out; ++o) {
    for (int i = 0; i < in; ++i) {
      for (int k = 0; k < width; ++k) {
        const auto to = static_cast<std::size_t>((o * wide + k % stride * in + i) * taps + k / stride);
        packed[to] = w[static_cast<std::size_t>((o * in + i) * width + k)];
      }
    }
  }
  return packed;
}

}  // namespace

StridedConv1d::StridedConv1d(const PackTarget& target, int in, int out, int width, int stride, int pad,
                             const WeightSource& w, const WeightSource& bias)
    : width_(width), stride_(stride), pad_(pad) {
  const int taps = (width + stride - 1) / stride;
  taps_ = Conv1d(
      target, {.in = stride * in, .out = out, .width = taps}, [=] { return as_wide_taps(w(), in, out, width, stride); },
      bias);
}

void StridedConv1d::forward(const Context& context, ConstMatrixView x, MatrixView y) const {
  const int rows = y.rows + taps_.shape().width - 1;
  const Matrix padded = context.matrix(rows * stride_, x.columns);
  for (int r = 0; r < padded.rows; ++r) {
    const int from = r - pad_;
    if (from >= 0 && from < x.rows) {
      std::copy_n(x.row(from), x.columns, padded.row(r));
    } else {
      std::fill_n(padded.row(r), x.columns, 0.0F);
    }
  }
  const int wide = stride_ * x.columns;
  taps_.forward(context, {padded.data, rows, wide, static_cast<std::size_t>(wide)}, y);
}

}  // namespace kokoro::nn
