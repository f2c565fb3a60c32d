#include "nn/transposed_conv1d.hpp"

#include <vector>

namespace kokoro::nn {

TransposedConv1d::TransposedConv1d(const kernels::KernelTable& table, int in, int out, int width, int stride, int pad,
                                   std::span<const float> w, std::span<const float> bias)
    : out_(out), width_(width), stride_(stride), pad_(pad) {
  const int taps = (width + stride - 1) / stride;
  const auto n_in = static_cast<std::size_t>(in);
  const auto n_taps = static_cast<std::size_t>(taps);
  std::vector<float> packed(static_cast<std::size_t>(stride * out) * n_in * n_taps, 0.0F);
  std::vector<float> tiled_bias;
  for (int r = 0; r < stride; ++r) {
    tiled_bias.insert(tiled_bias.end(), bias.begin(), bias.end());
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
  taps_ =
      Conv1d(table, {.in = in, .out = stride * out, .width = taps, .dilation = 1, .pad = taps - 1}, packed, tiled_bias);
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
