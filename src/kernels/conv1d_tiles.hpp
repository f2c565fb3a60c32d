#pragma once

#include <algorithm>

#include "kernels/conv1d_bf16.hpp"
#include "kernels/interleaved_epilogue.hpp"
#include "kernels/tiles.hpp"

namespace kokoro::kernels {

/// What all blocks of sums of one job have in common.
struct TileWalk {
  int depth_blocks;
  int width;
  std::size_t block_stride;  ///< bfloat16 numbers from one depth block of the input to the next
  std::size_t tap_stride;    ///< ... from the rows of one tap to those of the next
  std::size_t plane;         ///< ... from hi to lo
};

inline constexpr std::size_t kTileRowBytes = 64;
inline constexpr std::size_t kSumRowBytes = kBf16Cols * sizeof(float);

/// sums[16 · kRowTiles, kBf16Cols] = input · weights over the whole depth. Tiles 0 to 3 are the sums, 4 and 5 rows of
/// the input, 6 and 7 columns of the weights: each operand tile that is loaded serves two products. `epilogue` gets a
/// step() for each tap of each depth block and a finish() before the sums are written.
template <int kTerms, int kRowTiles, class Tiles, class Work>
void multiply_tiles(Tiles& tiles, const TileWalk& walk, const std::uint16_t* input, const std::uint16_t* weights,
                    float* sums, Work& epilogue) {
  tiles.template zero<0>();
  tiles.template zero<1>();
  if constexpr (kRowTiles == 2) tiles.template zero<2>();
  if constexpr (kRowTiles == 2) tiles.template zero<3>();
  const auto load_rows = [&](const std::uint16_t* a) {
    tiles.template load<4>(a, kTileRowBytes);
    if constexpr (kRowTiles == 2) tiles.template load<5>(a + kBf16Tile, kTileRowBytes);
  };
  const auto multiply = [&] {
    tiles.template multiply<0, 4, 6>();
    tiles.template multiply<1, 4, 7>();
    if constexpr (kRowTiles == 2) tiles.template multiply<2, 5, 6>();
    if constexpr (kRowTiles == 2) tiles.template multiply<3, 5, 7>();
  };
  const auto load_columns = [&](const std::uint16_t* b) {
    tiles.template load<6>(b, kTileRowBytes);
    tiles.template load<7>(b + kBf16Tile, kTileRowBytes);
  };
  for (int block = 0; block < walk.depth_blocks; ++block, input += walk.block_stride) {
    const std::uint16_t* a = input;
    for (int tap = 0; tap < walk.width; ++tap, a += walk.tap_stride, weights += bf16_step_size(kTerms)) {
      load_rows(a);
      if constexpr (kTerms == 3) {
        load_columns(weights + 2 * kBf16Tile);
        multiply();
      }
      load_columns(weights);
      multiply();
      if constexpr (kTerms == 3) {
        load_rows(a + walk.plane);
        multiply();
      }
      epilogue.step();
    }
  }
  epilogue.finish();
  tiles.template store<0>(sums, kSumRowBytes);
  tiles.template store<1>(sums + 16, kSumRowBytes);
  if constexpr (kRowTiles == 2) tiles.template store<2>(sums + 16 * kBf16Cols, kSumRowBytes);
  if constexpr (kRowTiles == 2) tiles.template store<3>(sums + 16 * kBf16Cols + 16, kSumRowBytes);
}

template <int kTerms, class Tiles>
void conv1d_tiles_as(const Bf16ConvJob& job, const Bf16Parts& parts, Tiles& tiles) {
  const Conv1dJob& conv = job.conv;
  const int rows = conv.row_end - conv.row_begin;
  const int padded_rows = round_up(rows, 16);
  const int input_rows = padded_rows + (conv.width - 1) * conv.dilation;
  const int depth_blocks = round_up(conv.in, kBf16Depth) / kBf16Depth;
  TileWalk walk{};
  walk.depth_blocks = depth_blocks;
  walk.width = conv.width;
  walk.block_stride = static_cast<std::size_t>(input_rows) * kBf16Depth;
  walk.tap_stride = static_cast<std::size_t>(conv.dilation) * kBf16Depth;
  walk.plane = walk.block_stride * static_cast<std::size_t>(depth_blocks);
  auto* input = reinterpret_cast<std::uint16_t*>(conv.scratch);
  float* sums = conv.scratch + walk.plane * (kTerms == 3 ? 2 : 1) / 2;
  parts.load(job, conv.row_begin - conv.pad, input_rows, input);

  const std::size_t block_size =
      static_cast<std::size_t>(depth_blocks) * static_cast<std::size_t>(conv.width) * bf16_step_size(kTerms);
  InterleavedEpilogue epilogue(conv, parts, depth_blocks * conv.width);
  tiles.configure(whole_tiles());
  for (int block = conv.block_begin; block < conv.block_end; ++block) {
    const std::uint16_t* weights = job.weights + static_cast<std::size_t>(block) * block_size;
    for (int row = 0; row < padded_rows; row += 32) {
      const std::uint16_t* from = input + static_cast<std::size_t>(row) * kBf16Depth;
      float* to = sums + static_cast<std::size_t>(row) * kBf16Cols;
      epilogue.start(block, row, std::min(32, rows - row), to);
      if (row + 16 < padded_rows) {
        multiply_tiles<kTerms, 2>(tiles, walk, from, weights, to, epilogue);
      } else {
        multiply_tiles<kTerms, 1>(tiles, walk, from, weights, to, epilogue);
      }
    }
  }
  epilogue.finish();
  tiles.release();
}

/// The convolution of a job by matrix tiles; `parts` is the vector code around them. See tiles.hpp for what Tiles has.
template <class Tiles>
void conv1d_tiles(const Bf16ConvJob& job, const Bf16Parts& parts, Tiles& tiles) {
  if (job.terms == 3) {
    conv1d_tiles_as<3>(job, parts, tiles);
  } else {
    conv1d_tiles_as<1>(job, parts, tiles);
  }
}

}  // namespace kokoro::kernels
