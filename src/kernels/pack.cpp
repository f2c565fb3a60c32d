#include <algorithm>

#include "kernels/kernels.hpp"

namespace kokoro::kernels {

void pack_conv1d(const float* w, std::size_t stride_out, std::size_t stride_in, std::size_t stride_tap, int in, int out,
                 int width, int tile_cols, float* packed) {
  const int depth_blocks = round_up(in, kDepthBlock) / kDepthBlock;
  for (int o0 = 0; o0 < out; o0 += tile_cols) {
    for (int block = 0; block < depth_blocks; ++block) {
      for (int k = 0; k < width; ++k) {
        for (int c = 0; c < kDepthBlock; ++c) {
          const int i = block * kDepthBlock + c;
          const int valid = i < in ? std::min(tile_cols, out - o0) : 0;
          const float* source = w + static_cast<std::size_t>(o0) * stride_out +
                                static_cast<std::size_t>(i) * stride_in + static_cast<std::size_t>(k) * stride_tap;
          for (int j = 0; j < valid; ++j) packed[j] = source[static_cast<std::size_t>(j) * stride_out];
          std::fill(packed + valid, packed + tile_cols, 0.0F);
          packed += tile_cols;
        }
      }
    }
  }
}

void pack_lstm(const float* w_hh, int hidden, float* packed) {
  const int columns = 4 * hidden;
  for (int first = 0; first < columns; first += kLstmBlock) {
    const int valid = std::min(kLstmBlock, columns - first);
    for (int i = 0; i < hidden; ++i) {
      for (int j = 0; j < valid; ++j)
        packed[j] =
            w_hh[static_cast<std::size_t>(first + j) * static_cast<std::size_t>(hidden) + static_cast<std::size_t>(i)];
      std::fill(packed + valid, packed + kLstmBlock, 0.0F);
      packed += kLstmBlock;
    }
  }
}

}  // namespace kokoro::kernels
