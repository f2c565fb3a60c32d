#include <algorithm>

#include "kernels/kernels.hpp"
#include "kernels/simd.hpp"
#include "kernels/simd_tables.hpp"
#include "kernels/winograd.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/winograd_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/highway.h>

#include "kernels/conv1d-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {

/// First input row (from the job's first) of tile `tile`: tiles of one dilation phase are kOutputs·dilation apart.
HWY_INLINE int tile_row(int tile, int dilation, int outputs) {
  return tile / dilation * outputs * dilation + tile % dilation;
}

/// Input of point `point` of all tiles, [depth block][group][tile][kDepthBlock]: Σ_j BT[point][j] · in(row +
/// j·dilation).
template <int kPoints>
HWY_NOINLINE void transform_input(const WinogradJob& job, const WinogradPlan& plan, int point,
                                  const float* HWY_RESTRICT input, int input_rows, int tiles, float* HWY_RESTRICT to) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const Conv1dJob& conv = job.conv;
  const int depth_blocks = round_up(conv.in, kDepthBlock) / kDepthBlock;
  const int groups = plan.groups(conv.width);
  int used[kPoints];
  int count = 0;
  for (int j = 0; j < kPoints; ++j) {
    if (plan.input[point][j] != 0) used[count++] = j;
  }
  for (int block = 0; block < depth_blocks; ++block) {
    for (int group = 0; group < groups; ++group) {
      for (int tile = 0; tile < tiles; ++tile, to += kDepthBlock) {
        const int row = tile_row(tile, conv.dilation, plan.outputs) + group * plan.taps * conv.dilation;
        const float* from =
            input +
            (static_cast<size_t>(block) * static_cast<size_t>(input_rows) + static_cast<size_t>(row)) * kDepthBlock;
        for (size_t c = 0; c < kDepthBlock; c += lanes) {
          FloatV sum = hn::Zero(d);
          for (int j = 0; j < count; ++j) {
            const float* x = from + static_cast<size_t>(used[j] * conv.dilation) * kDepthBlock + c;
            sum = hn::MulAdd(hn::Set(d, plan.input[point][used[j]]), hn::LoadU(d, x), sum);
          }
          hn::StoreU(sum, d, to + c);
        }
      }
    }
  }
}

/// Outputs of one column block from its products: sums[row, tile_cols] of the rows the tiles cover.
template <int kPoints>
HWY_NOINLINE void transform_output(const WinogradJob& job, const WinogradPlan& plan, const float* HWY_RESTRICT products,
                                   size_t point_stride, int tiles, int rows, float* HWY_RESTRICT sums) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  for (int tile = 0; tile < tiles; ++tile) {
    const int first = tile_row(tile, job.conv.dilation, plan.outputs);
    if (first >= rows) continue;
    for (size_t c = 0; c < tile_cols(); c += lanes) {
      FloatV product[kPoints];
      HWY_UNROLL(8) for (int p = 0; p < kPoints; ++p) {
        product[p] = hn::LoadU(
            d, products + static_cast<size_t>(p) * point_stride + static_cast<size_t>(tile) * tile_cols() + c);
      }
      for (int q = 0; q < plan.outputs; ++q) {
        const int row = first + q * job.conv.dilation;
        if (row >= rows) break;
        FloatV sum = hn::Zero(d);
        HWY_UNROLL(8)
        for (int p = 0; p < kPoints; ++p) sum = hn::MulAdd(hn::Set(d, plan.output[q][p]), product[p], sum);
        hn::StoreU(sum, d, sums + static_cast<size_t>(row) * tile_cols() + c);
      }
    }
  }
}

template <int kPoints>
HWY_INLINE void winograd_as(const WinogradJob& job, const WinogradPlan& plan) {
  const Conv1dJob& conv = job.conv;
  const int rows = conv.row_end - conv.row_begin;
  const int depth_blocks = round_up(conv.in, kDepthBlock) / kDepthBlock;
  const int groups = plan.groups(conv.width);
  const int tiles = plan.tiles(rows, conv.dilation);
  const int padded_tiles = round_up(tiles, kTileRows);
  const int input_rows = plan.input_rows(rows, conv.width, conv.dilation);
  float* input = conv.scratch;
  float* points = input + static_cast<size_t>(input_rows * depth_blocks) * kDepthBlock;
  const size_t points_size = static_cast<size_t>(groups * depth_blocks * tiles + kTileRows) * kDepthBlock;
  float* products = points + points_size;
  const int blocks = conv.block_end - conv.block_begin;
  const size_t block_size = static_cast<size_t>(padded_tiles) * tile_cols();
  const size_t point_stride = block_size * static_cast<size_t>(blocks);
  float* sums = products + point_stride * kPoints;

  load_input(conv, conv.row_begin - conv.pad, input_rows, input);
  const size_t weights_size = static_cast<size_t>(groups * depth_blocks * kDepthBlock) * tile_cols();
  const int all_blocks = round_up(conv.out, static_cast<int>(tile_cols())) / static_cast<int>(tile_cols());
  const int segments = depth_blocks * groups;
  constexpr int kStep = 16;  // segments whose weights stay in the first-level cache while the tiles pass
  for (int p = 0; p < kPoints; ++p) {
    transform_input<kPoints>(job, plan, p, input, input_rows, tiles, points);
    for (int block = 0; block < blocks; ++block) {
      const float* weights =
          conv.weights + static_cast<size_t>(p * all_blocks + conv.block_begin + block) * weights_size;
      float* to = products + static_cast<size_t>(p) * point_stride + static_cast<size_t>(block) * block_size;
      for (int first = 0; first < segments; first += kStep) {
        for (int tile = 0; tile < padded_tiles; tile += kTileRows) {
          // The groups of a depth block follow each other like taps that lie `tiles` rows apart.
          multiply_tile(points + static_cast<size_t>(tile) * kDepthBlock,
                        static_cast<size_t>(groups * tiles) * kDepthBlock, groups, tiles, first,
                        std::min(segments, first + kStep), weights, to + static_cast<size_t>(tile) * tile_cols());
        }
      }
    }
  }
  for (int block = 0; block < blocks; ++block) {
    transform_output<kPoints>(job, plan, products + static_cast<size_t>(block) * block_size, point_stride, tiles, rows,
                              sums);
    store_output(conv, conv.block_begin + block, conv.row_begin, rows, sums);
  }
}

void winograd1d(const WinogradJob& job) {
  const WinogradPlan& plan = winograd_plan(job.taps);
  if (job.taps == 3) {
    winograd_as<6>(job, plan);
  } else {
    winograd_as<7>(job, plan);
  }
}

void fill_winograd(KernelTable& table) { table.winograd1d = winograd1d; }

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kokoro::kernels {
HWY_EXPORT(fill_winograd);
void fill_winograd(KernelTable& table) { HWY_DYNAMIC_DISPATCH(fill_winograd)(table); }
}  // namespace kokoro::kernels
#endif
