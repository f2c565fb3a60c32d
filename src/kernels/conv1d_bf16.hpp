#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "kernels/conv1d.hpp"

namespace kokoro::kernels {

/// Channels of one depth block and columns of one column block of a reduced-precision convolution.
inline constexpr int kBf16Depth = 32;
inline constexpr int kBf16Cols = 32;

/// Bfloat16 numbers of one operand tile: 16 rows of 64 bytes.
inline constexpr std::size_t kBf16Tile = 512;

/// The nearest bfloat16, ties to even; NaN stays NaN.
constexpr std::uint16_t to_bf16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7FFFFFFFU) > 0x7F800000U) return static_cast<std::uint16_t>((bits >> 16) | 0x40U);
  return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
}
constexpr float from_bf16(std::uint16_t value) { return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16); }

/// A convolution whose operands are rounded to bfloat16 while the sums stay fp32.
///
/// terms 1: Σ hi(w)·hi(x), hi the nearest bfloat16. Relative error of the result about 2.5e-3 (root mean square).
/// terms 3: each operand is split in hi and lo = bfloat16 of the rest, and hi·hi + hi·lo + lo·hi is summed. Relative
/// error below 2e-5. An infinite operand gives NaN.
struct Bf16ConvJob {
  /// As for conv1d, but `weights` is not used, column blocks are of kBf16Cols, the bias is padded to whole blocks of
  /// that size, and scratch holds conv1d_bf16_scratch() floats.
  Conv1dJob conv;
  /// Packed by pack_conv1d_bf16 for as many terms; 64-byte aligned for speed. The same on every instruction set.
  const std::uint16_t* weights = nullptr;
  int terms = 1;  ///< 1 or 3
};

/// Bfloat16 numbers that one depth block of one tap of one column block takes: two tiles, and two more for `lo`.
constexpr std::size_t bf16_step_size(int terms) { return (terms == 3 ? 4 : 2) * kBf16Tile; }

/// Where such a step has the weight of a column and a channel of its blocks.
constexpr std::size_t bf16_weight_at(int column, int channel) {
  return static_cast<std::size_t>(column / 16) * kBf16Tile + static_cast<std::size_t>(channel / 2) * 32 +
         static_cast<std::size_t>(column % 16) * 2 + static_cast<std::size_t>(channel % 2);
}

/// Bfloat16 numbers of packed weights.
constexpr std::size_t conv1d_bf16_packed_size(int in, int out, int width, int terms) {
  return static_cast<std::size_t>(round_up(out, kBf16Cols) / kBf16Cols) *
         static_cast<std::size_t>(round_up(in, kBf16Depth) / kBf16Depth) * static_cast<std::size_t>(width) *
         bf16_step_size(terms);
}

/// Packs w(o, i, k), given as w[o·stride_out + i·stride_in + k·stride_tap], as
/// [column block][depth block][tap][hi, lo][2 tiles of 16 columns][16 pairs of channels][16 columns][2], zero where
/// padded: a tile is the 1 KB that the second operand of a matrix instruction wants.
void pack_conv1d_bf16(const float* w, std::size_t stride_out, std::size_t stride_in, std::size_t stride_tap, int in,
                      int out, int width, int terms, std::uint16_t* packed);

/// Floats of scratch that a job of `rows` rows needs, on any instruction set.
constexpr std::size_t conv1d_bf16_scratch(int rows, int in, int width, int dilation, int terms) {
  const auto padded = static_cast<std::size_t>(round_up(rows, kMaxTileRows) + kMaxTileRows);
  const auto halo = static_cast<std::size_t>((width - 1) * dilation);
  const auto planes = static_cast<std::size_t>(terms == 3 ? 2 : 1);
  return (padded + halo) * static_cast<std::size_t>(round_up(in, kBf16Depth)) * planes + padded * kBf16Cols;
}

/// What the matrix kernel leaves to the vector code of an instruction set.
struct Bf16Parts {
  /// Rows [first_row, first_row + rows) of the input through the transform to bfloat16, as
  /// [hi, lo when terms is 3][depth block][row][kBf16Depth], zero outside the frames and past the channels.
  void (*load)(const Bf16ConvJob& job, int first_row, int rows, std::uint16_t* to) = nullptr;

  /// Sums [row][kBf16Cols] of one column block through the output transform to y, rows from first_row on; the sums
  /// become what was stored.
  void (*store)(const Conv1dJob& job, int block, int first_row, int rows, float* sums) = nullptr;

  /// Mean and squares, which the job must want, of what store() has left of all its rows.
  void (*stats)(const Conv1dJob& job, int block, int rows, const float* sums) = nullptr;
};

}  // namespace kokoro::kernels
