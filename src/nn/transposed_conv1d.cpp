#include "nn/transposed_conv1d.hpp"

#include <vector>

namespace kokoro::nn {

namespace {

/// w [in, out, width] as a convolution of ⌈width/stride⌉ taps with stride·out outputs, [stride·out, in, taps].
std::vector<float> as_taps(const std::vector<float>& w, int in, int out, int width, int stride) {
  const int taps = (width + stride - 1) / stride;
  const auto n_in = static_cast<std::size_t>(in);
  const auto n_taps = static_cast<std::size_t>(taps);
  std::vector<float> packed(static_cast<std::size_t>(stride * out) * n_in * n_taps, 0.0F);
  for (int r = 0; r < stride; ++r) {
    for (int o = 0; o < out; ++o) {
      float* row = packed.data() + static_cast<std::size_t>(r * out + o) * n_in * n_taps;
      for (int i = 0; i < in; ++i) {
        for (int j = 0; j < taps; ++j) {
          // Row q of the product reads x[q − taps + 1 + j]: the newest frame meets the first taps of the filter.
          const int k = r + stride * (taps - 1 - j);
          if (k >= width) continue;
          row[static_cast<std::size_t>(i) * n_taps + static_cast<std::size_t>(j)] =
              w[(static_cast<std::size_t>(i) * static_cast<std::size_t>(out) + static_cast<std::size_t>(o)) *
                    static_cast<std::size_t>(width) +
                static_cast<std::size_t>(k)];
        }
      }
    }
  }
  return packed;
}

std::vector<float> repeat(const std::vector<float>& values, int count) {
  std::vector<float> out;
  for (int i = 0; i < count; ++i) out.insert(out.end(), values.begin(), values.end());
  return out;
}

}  // namespace

TransposedConv1d::TransposedConv1d(const PackTarget& target, int in, int out, int width, int stride, int pad,
                                   const WeightSource& w, const WeightSource& bias, Precision precision)
    : out_(out), width_(width), stride_(stride), pad_(pad) {
  const int taps = (width + stride - 1) / stride;
  taps_ = Conv1d(
      target, {.in = in, .out = stride * out, .width = taps, .dilation = 1, .pad = taps - 1, .precision = precision},
      [=] { return as_taps(w(), in, out, width, stride); }, [=] { return repeat(bias(), stride); });
}

TransposedConv1d::Output TransposedConv1d::forward(const Context& context, ConstMatrixView x,
                                                   const ConvFusion& fusion) const {
  const int rows = x.rows + taps_.shape().width - 1;
  Output output{context.matrix(rows, stride_ * out_), {}};
  taps_.forward(context, x, output.storage, fusion);
  output.y = {output.storage.data + static_cast<std::size_t>(pad_) * static_cast<std::size_t>(out_), rows_out(x.rows),
              out_, static_cast<std::size_t>(out_)};
  return output;
}

}  // namespace kokoro::nn
