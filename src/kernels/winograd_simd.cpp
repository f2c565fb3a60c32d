#include <algorithm>

#include "kernels/kernels.hpp"
#include "kernels/output_prefetch.hpp"
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

/// First row, in or out, of a tile: tiles of one dilation phase lie outputs·dilation rows apart.
HWY_INLINE int tile_row(int outputs, int tile, int dilation) {
  return tile / dilation * outputs * dilation + tile % dilation;
}

/// Σ over every other j, from kFirst, of the input transform's row for a point.
template <WinogradTile kTile, int kFirst>
HWY_INLINE FloatV part_of_row(int point, const FloatV* x) {
  constexpr const WinogradPlan& kPlan = kWinogradPlan<kTile>;
  const Floats d;
  FloatV sum = hn::Zero(d);
  HWY_UNROLL(6) for (int j = kFirst; j < kPlan.points; j += 2) {
    if (kPlan.input[point][j] != 0.0F) sum = hn::MulAdd(hn::Set(d, kPlan.input[point][j]), x[j], sum);
  }
  return sum;
}

/// Transforms all tiles of the input: [point][depth block][tile][kDepthBlock] from [depth block][row][kDepthBlock].
template <WinogradTile kTile>
HWY_NOINLINE void transform_input(const float* HWY_RESTRICT input, int input_rows, int depth_blocks, int dilation,
                                  int tiles, float* HWY_RESTRICT to) {
  constexpr const WinogradPlan& kPlan = kWinogradPlan<kTile>;
  constexpr int kPoints = kPlan.points;
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const size_t point_stride = static_cast<size_t>(depth_blocks) * static_cast<size_t>(tiles) * kDepthBlock;
  const size_t step = static_cast<size_t>(dilation) * kDepthBlock;
  for (int block = 0; block < depth_blocks; ++block) {
    const float* rows = input + static_cast<size_t>(block) * static_cast<size_t>(input_rows) * kDepthBlock;
    for (int tile = 0; tile < tiles; ++tile, to += kDepthBlock) {
      const float* from = rows + static_cast<size_t>(tile_row(kPlan.outputs, tile, dilation)) * kDepthBlock;
      for (size_t c = 0; c < kDepthBlock; c += lanes) {
        FloatV x[kPoints];
        HWY_UNROLL(12) for (int j = 0; j < kPoints; ++j) x[j] = hn::LoadU(d, from + static_cast<size_t>(j) * step + c);
        const auto put = [&](int p, FloatV v)
                             HWY_ATTR { hn::StoreU(v, d, to + static_cast<size_t>(p) * point_stride + c); };
        // Rows of a pair of points differ in the sign of the odd or of the even coefficients.
        HWY_UNROLL(12) for (int p = 0; p < kPoints; ++p) {
          if (kPlan.ends_pair(p)) continue;
          const FloatV even = part_of_row<kTile, 0>(p, x);
          const FloatV odd = part_of_row<kTile, 1>(p, x);
          put(p, hn::Add(even, odd));
          if (!kPlan.begins_pair(p)) continue;
          put(p + 1, kPlan.even_alike(p) ? hn::Sub(even, odd) : hn::Sub(odd, even));
        }
      }
    }
  }
}

/// Results of one column block, [row][tile_cols], from its products, [point][tile][tile_cols].
template <WinogradTile kTile>
HWY_NOINLINE void transform_output(const float* HWY_RESTRICT products, size_t point_stride, int tiles, int dilation,
                                   float* HWY_RESTRICT sums) {
  constexpr const WinogradPlan& kPlan = kWinogradPlan<kTile>;
  constexpr int kPoints = kPlan.points;
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const size_t step = static_cast<size_t>(dilation) * tile_cols();
  for (int tile = 0; tile < tiles; ++tile, products += tile_cols()) {
    float* to = sums + static_cast<size_t>(tile_row(kPlan.outputs, tile, dilation)) * tile_cols();
    for (size_t c = 0; c < tile_cols(); c += lanes) {
      FloatV product[kPoints];  // of a pair of points: sum and difference, for even and for odd powers
      HWY_UNROLL(12)
      for (int p = 0; p < kPoints; ++p) product[p] = hn::LoadU(d, products + static_cast<size_t>(p) * point_stride + c);
      HWY_UNROLL(12) for (int p = 0; p < kPoints; ++p) {
        if (!kPlan.begins_pair(p)) continue;
        const FloatV sum = hn::Add(product[p], product[p + 1]);
        product[p + 1] = hn::Sub(product[p], product[p + 1]);
        product[p] = sum;
      }
      HWY_UNROLL(6) for (int q = 0; q < kPlan.outputs; ++q) {
        FloatV sum = hn::Zero(d);
        HWY_UNROLL(12) for (int p = 0; p < kPoints; ++p) {
          if (kPlan.ends_pair(p) || kPlan.output[q][p] == 0.0F) continue;
          sum = hn::MulAdd(hn::Set(d, kPlan.output[q][p]), product[kPlan.begins_pair(p) ? p + q % 2 : p], sum);
        }
        hn::StoreU(sum, d, to + static_cast<size_t>(q) * step + c);
      }
    }
  }
}

template <WinogradTile kTile>
HWY_INLINE void winograd_as(const Conv1dJob& conv) {
  constexpr const WinogradPlan& kPlan = kWinogradPlan<kTile>;
  const int rows = conv.row_end - conv.row_begin;
  const int depth_blocks = round_up(conv.in, kDepthBlock) / kDepthBlock;
  const int groups = kPlan.groups(conv.width);
  const int tiles = kPlan.tiles(rows, conv.dilation);
  const int input_tiles = kPlan.input_tiles(rows, conv.width, conv.dilation);
  const int input_rows = kPlan.input_rows(rows, conv.width, conv.dilation);
  const RowWalk walk{static_cast<size_t>(input_tiles) * kDepthBlock, groups, conv.dilation, tile_cols()};
  const size_t point_size = walk.block_stride * static_cast<size_t>(depth_blocks);
  float* input = conv.scratch;
  float* points = input + static_cast<size_t>(input_rows) * static_cast<size_t>(depth_blocks) * kDepthBlock;
  float* products = points + point_size * static_cast<size_t>(kPlan.points);
  const size_t product_stride = static_cast<size_t>(tiles) * tile_cols();
  float* sums = products + product_stride * static_cast<size_t>(kPlan.points);

  load_input(conv, conv.row_begin - conv.pad, input_rows, FloatSink{input});
  transform_input<kTile>(input, input_rows, depth_blocks, conv.dilation, input_tiles, points);
  const int segments = depth_blocks * groups;
  const size_t weights_size = static_cast<size_t>(segments) * kDepthBlock * tile_cols();
  constexpr int kStep = 4;  // more would add to the rounding error of the tiles
  const int cols = static_cast<int>(tile_cols());
  for (int block = conv.block_begin; block < conv.block_end; ++block) {
    OutputPrefetch output(conv, block * cols, cols, conv.row_begin, rows,
                          kPlan.points * epilogue_calls<kStep>(tiles, segments));
    for (int p = 0; p < kPlan.points; ++p) {
      // The groups follow each other like taps: the next one's input is `dilation` tiles further on.
      multiply_all<kDepthBlock, kStep>(walk, conv.frames, points + static_cast<size_t>(p) * point_size, tiles, segments,
                                       conv.weights + static_cast<size_t>(block * kPlan.points + p) * weights_size,
                                       products + static_cast<size_t>(p) * product_stride, [&] { output.step(); });
    }
    transform_output<kTile>(products, product_stride, tiles, conv.dilation, sums);
    store_output(conv, block, tile_cols(), rows, sums);
  }
}

void winograd1d(const WinogradJob& job) {
  with_winograd_tile(job.tile, [&]<WinogradTile kTile>() HWY_ATTR { winograd_as<kTile>(job.conv); });
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
