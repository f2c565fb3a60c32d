// The plain convolutions: sums in double, library functions. What the vector and the matrix code are compared with.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "kernels/kernels.hpp"
#include "kernels/simd_tables.hpp"

namespace kokoro::kernels {
namespace {

constexpr int kTileCols = 8;

double transformed(const InputTransform& in, int c, double v) {
  if (in.scale) v = v * static_cast<double>(in.scale[c]) + static_cast<double>(in.shift[c]);
  if (in.activation == Activation::leaky_relu) return std::max(v, v * static_cast<double>(in.slope));
  if (in.activation == Activation::snake) {
    const double s = std::sin(std::numbers::pi * static_cast<double>(in.alpha_over_pi[c]) * v);
    return v + s * s * static_cast<double>(in.inverse_alpha[c]);
  }
  return v;
}

std::size_t at(int row, std::size_t stride, int column) {
  return static_cast<std::size_t>(row) * stride + static_cast<std::size_t>(column);
}

void column_stats(const float* x, std::size_t stride, int rows, int channels, float* mean, float* squares) {
  for (int c = 0; c < channels; ++c) {
    double total = 0;
    for (int r = 0; r < rows; ++r) total += static_cast<double>(x[at(r, stride, c)]);
    const double centre = total / rows;
    double square = 0;
    for (int r = 0; r < rows; ++r) square += std::pow(static_cast<double>(x[at(r, stride, c)]) - centre, 2);
    mean[c] = static_cast<float>(centre);
    squares[c] = static_cast<float>(square);
  }
}

void store_row(const Conv1dJob& job, int t, int first, const std::vector<double>& sums) {
  const OutputTransform& out = job.output;
  for (int i = 0; i < static_cast<int>(sums.size()); ++i) {
    const int o = first + i;
    double v = sums[static_cast<std::size_t>(i)];
    if (out.bias) v += static_cast<double>(out.bias[o]);
    if (out.residual) v += static_cast<double>(out.residual[at(t, out.residual_stride, o)]);
    if (out.residual2) v += static_cast<double>(out.residual2[at(t, out.residual2_stride, o)]);
    job.y[at(t, job.y_stride, o)] = static_cast<float>(v * static_cast<double>(out.factor));
  }
}

/// Runs a job whose column blocks have block_cols columns. product(input, k, i, o) is what the transformed input of
/// channel i adds to the sum of column o through tap k.
template <class Product>
void convolve(const Conv1dJob& job, int block_cols, const Product& product) {
  const int first = job.block_begin * block_cols;
  const int last = std::min(job.out, job.block_end * block_cols);
  std::vector<double> sums(static_cast<std::size_t>(last - first));
  for (int t = job.row_begin; t < job.row_end; ++t) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (int k = 0; k < job.width; ++k) {
      const int from = t + k * job.dilation - job.pad;
      if (from < 0 || from >= job.frames) continue;
      for (int i = 0; i < job.in; ++i) {
        const double input = transformed(job.input, i, static_cast<double>(job.x[at(from, job.x_stride, i)]));
        for (int o = first; o < last; ++o) sums[static_cast<std::size_t>(o - first)] += product(input, k, i, o);
      }
    }
    store_row(job, t, first, sums);
  }
  if (job.output.mean) {
    column_stats(job.y + at(job.row_begin, job.y_stride, first), job.y_stride, job.row_end - job.row_begin,
                 last - first, job.output.mean + first, job.output.squares + first);
  }
}

void conv1d(const Conv1dJob& job) {
  const int depth = round_up(job.in, kDepthBlock);
  convolve(job, kTileCols, [&](double input, int k, int i, int o) {
    const float* block = job.weights + static_cast<std::size_t>(o / kTileCols * depth * job.width * kTileCols);
    const int row = (i / kDepthBlock * job.width + k) * kDepthBlock + i % kDepthBlock;
    return input * static_cast<double>(block[row * kTileCols + o % kTileCols]);
  });
}

void conv1d_bf16(const Bf16ConvJob& job) {
  const auto value = [](std::uint16_t bits) { return static_cast<double>(from_bf16(bits)); };
  const std::size_t step = bf16_step_size(job.terms);
  const int depth_blocks = round_up(job.conv.in, kBf16Depth) / kBf16Depth;
  convolve(job.conv, kBf16Cols, [&](double input, int k, int i, int o) {
    const int block = (o / kBf16Cols * depth_blocks + i / kBf16Depth) * job.conv.width + k;
    const std::uint16_t* weight =
        job.weights + static_cast<std::size_t>(block) * step + bf16_weight_at(o % kBf16Cols, i % kBf16Depth);
    const auto x = static_cast<float>(input);
    const std::uint16_t high = to_bf16(x);
    if (job.terms != 3) return value(high) * value(weight[0]);
    const double low = value(to_bf16(x - from_bf16(high)));
    return value(high) * (value(weight[0]) + value(weight[2 * kBf16Tile])) + low * value(weight[0]);
  });
}

}  // namespace

void fill_scalar_conv1d(KernelTable& table) {
  table.tile_cols = kTileCols;
  table.conv1d = conv1d;
  table.conv1d_bf16 = conv1d_bf16;
  table.column_stats = column_stats;
}

}  // namespace kokoro::kernels
