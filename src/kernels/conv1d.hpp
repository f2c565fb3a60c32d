#pragma once

#include <cstddef>
#include <cstdint>

namespace kokoro::kernels {

/// Channels of one depth block of the packed input and weights.
inline constexpr int kDepthBlock = 16;

inline constexpr int round_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

enum class Activation { none, leaky_relu, snake };

/// What happens to the input on its way into a convolution, per channel c:
/// v = x·scale[c] + shift[c] (when scale is set), then none, leaky_relu: max(v, slope·v),
/// or snake: v + inverse_alpha[c]·sin²(π·alpha_over_pi[c]·v).
/// Arrays are padded to a multiple of kDepthBlock.
struct InputTransform {
  const float* scale = nullptr;
  const float* shift = nullptr;
  Activation activation = Activation::none;
  float slope = 0;
  const float* alpha_over_pi = nullptr;
  const float* inverse_alpha = nullptr;
};

/// What happens to the sums on their way out: y = (sum + bias + residual + residual2) · factor.
struct OutputTransform {
  const float* bias = nullptr;      ///< padded to whole column blocks; may be null
  const float* residual = nullptr;  ///< [frames, out]; may be y itself
  std::size_t residual_stride = 0;
  const float* residual2 = nullptr;  ///< [frames, out]; may be y itself
  std::size_t residual2_stride = 0;
  float factor = 1;
  float* mean = nullptr;  ///< [out] of this job's rows, with `squares`: Σ(y − mean)²; null: not wanted
  float* squares = nullptr;
};

/// Some rows and column blocks of a one-dimensional convolution over time, stride 1, zero padding.
///
/// y[t, o] = out( Σ_{k,i} w[k, i, o] · in(x)[t + k·dilation − pad, i] ), t in [row_begin, row_end)
///
/// x [frames, in], y [.., out] float32, not overlapping. Frames outside [0, frames) count as zero after the transform.
/// Weights are packed [column block][depth block][tap][kDepthBlock][tile_cols] (pack_conv1d), zero where padded.
struct Conv1dJob {
  const float* x = nullptr;
  std::size_t x_stride = 0;
  int frames = 0;
  const float* weights = nullptr;
  int in = 0;
  int out = 0;
  int width = 1;
  int dilation = 1;
  int pad = 0;
  float* y = nullptr;
  std::size_t y_stride = 0;
  InputTransform input;
  OutputTransform output;
  int row_begin = 0;
  int row_end = 0;
  int block_begin = 0;  ///< column blocks of tile_cols
  int block_end = 0;
  float* scratch = nullptr;  ///< conv1d_scratch() floats, 64-byte aligned
};

/// Largest number of rows of a register tile on any instruction set: scratch is padded for it.
inline constexpr int kMaxTileRows = 16;

/// Floats of scratch that a job of `rows` rows needs.
constexpr std::size_t conv1d_scratch(int rows, int in, int width, int dilation, int tile_cols) {
  const auto padded = static_cast<std::size_t>(round_up(rows, kMaxTileRows) + kMaxTileRows);
  const auto halo = static_cast<std::size_t>((width - 1) * dilation);
  return (padded + halo) * static_cast<std::size_t>(round_up(in, kDepthBlock)) +
         padded * static_cast<std::size_t>(tile_cols);
}

/// Floats of packed weights.
constexpr std::size_t conv1d_packed_size(int in, int out, int width, int tile_cols) {
  return static_cast<std::size_t>(round_up(out, tile_cols)) * static_cast<std::size_t>(round_up(in, kDepthBlock)) *
         static_cast<std::size_t>(width);
}

/// Packs w(o, i, k), given as w[o·stride_out + i·stride_in + k·stride_tap].
void pack_conv1d(const float* w, std::size_t stride_out, std::size_t stride_in, std::size_t stride_tap, int in, int out,
                 int width, int tile_cols, float* packed);

/// Toom-Cook tiles F(outputs, taps): neighbouring results of a filter of some taps from outputs + taps - 1 products
/// instead of outputs · taps. F(2, 3) is as exact as the direct sum, the others lose up to four bits.
enum class WinogradTile { none, f2x3, f6x3, f6x6, f6x7 };

/// The same convolution by such tiles.
struct WinogradJob {
  Conv1dJob conv;  ///< as for conv1d; `weights` is packed by pack_winograd, scratch by winograd_scratch()
  WinogradTile tile = WinogradTile::f6x3;
};

}  // namespace kokoro::kernels
