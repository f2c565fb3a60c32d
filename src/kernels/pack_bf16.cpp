#include "kernels/conv1d_bf16.hpp"

namespace kokoro::kernels {

void pack_conv1d_bf16(const float* w, std::size_t stride_out, std::size_t stride_in, std::size_t stride_tap, int in,
                      int out, int width, int terms, std::uint16_t* packed) {
  const std::size_t step = bf16_step_size(terms);
  for (int o0 = 0; o0 < out; o0 += kBf16Cols) {
    for (int i0 = 0; i0 < in; i0 += kBf16Depth) {
      for (int k = 0; k < width; ++k, packed += step) {
        for (int column = 0; column < kBf16Cols; ++column) {
          for (int channel = 0; channel < kBf16Depth; ++channel) {
            const int o = o0 + column;
            const int i = i0 + channel;
            const float value =
                o < out && i < in
                    ? w[static_cast<std::size_t>(o) * stride_out + static_cast<std::size_t>(i) * stride_in +
                        static_cast<std::size_t>(k) * stride_tap]
                    : 0.0F;
            std::uint16_t* to = packed + bf16_weight_at(column, channel);
            const std::uint16_t high = to_bf16(value);
            to[0] = high;
            if (terms == 3) to[2 * kBf16Tile] = to_bf16(value - from_bf16(high));
          }
        }
      }
    }
  }
}

}  // namespace kokoro::kernels
