#include "kernels/winograd.hpp"

namespace kokoro::kernels {

std::size_t winograd_packed_size(const WinogradPlan& plan, int in, int out, int width, int tile_cols) {
  return static_cast<std::size_t>(plan.points) * static_cast<std::size_t>(plan.groups(width)) *
         static_cast<std::size_t>(round_up(in, kDepthBlock)) * static_cast<std::size_t>(round_up(out, tile_cols));
}

void pack_winograd(const WinogradPlan& plan, const float* w, int in, int out, int width, int tile_cols, float* packed) {
  const int depth = round_up(in, kDepthBlock);
  const int groups = plan.groups(width);
  const auto point_size =
      static_cast<std::size_t>(depth) * static_cast<std::size_t>(groups) * static_cast<std::size_t>(tile_cols);
  for (int o0 = 0; o0 < out; o0 += tile_cols, packed += point_size * static_cast<std::size_t>(plan.points)) {
    float* to = packed;
    for (int i0 = 0; i0 < depth; i0 += kDepthBlock) {
      for (int group = 0; group < groups; ++group) {
        for (int i = i0; i < i0 + kDepthBlock; ++i) {
          for (int o = o0; o < o0 + tile_cols; ++o, ++to) {
            double taps[WinogradPlan::kMostTaps] = {};
            for (int k = 0; k < plan.taps && o < out && i < in; ++k) {
              const int tap = group * plan.taps + k;
              const auto row = static_cast<std::size_t>(o) * static_cast<std::size_t>(in) + static_cast<std::size_t>(i);
              if (tap < width)
                taps[k] = static_cast<double>(w[row * static_cast<std::size_t>(width) + static_cast<std::size_t>(tap)]);
            }
            for (int p = 0; p < plan.points; ++p) {
              double sum = 0;
              for (int k = 0; k < plan.taps; ++k) sum += plan.filter[p][k] * taps[k];
              to[static_cast<std::size_t>(p) * point_size] = static_cast<float>(sum);
            }
          }
        }
      }
    }
  }
}

std::size_t winograd_scratch(const WinogradPlan& plan, int rows, int in, int width, int dilation, int tile_cols) {
  const auto depth = static_cast<std::size_t>(round_up(in, kDepthBlock));
  const auto input = static_cast<std::size_t>(plan.input_rows(rows, width, dilation));
  const auto transformed =
      static_cast<std::size_t>(plan.points) * static_cast<std::size_t>(plan.input_tiles(rows, width, dilation));
  const auto products = static_cast<std::size_t>(plan.points) * static_cast<std::size_t>(plan.tiles(rows, dilation));
  const auto covered = static_cast<std::size_t>(plan.tiles(rows, dilation)) * static_cast<std::size_t>(plan.outputs);
  return depth * (input + transformed) + (products + covered) * static_cast<std::size_t>(tile_cols);
}

}  // namespace kokoro::kernels
