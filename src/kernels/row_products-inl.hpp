// The products of a convolution: register tiles over rows of input and packed weights.
#if defined(KOKORO_KERNELS_ROW_PRODUCTS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef KOKORO_KERNELS_ROW_PRODUCTS_INL_HPP
#undef KOKORO_KERNELS_ROW_PRODUCTS_INL_HPP
#else
#define KOKORO_KERNELS_ROW_PRODUCTS_INL_HPP
#endif

#include <hwy/highway.h>

#include <algorithm>

#include "kernels/conv1d.hpp"

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using FloatV = hn::Vec<Floats>;

// Largest register tile: rows x vectors of sums, so that sums, one row of weights and one broadcast fill the register
// file. Fewer rows do as well as long as the chains hide the latency of the multiply-add.
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
constexpr int kTileRows = 14;
constexpr int kTileVectors = 2;
#elif HWY_ARCH_ARM
constexpr int kTileRows = 6;
constexpr int kTileVectors = 4;
#else
constexpr int kTileRows = 6;
constexpr int kTileVectors = 2;
#endif
static_assert(kTileRows <= kMaxTileRows);

/// Instance norm over a handful of frames raises the error of the products before it a hundredfold. So few rows are
/// added up in double: fetching the weights takes as long.
constexpr int kFewFrames = 8;

/// Register tiles that `rows` rows take.
HWY_INLINE int tiles_of(int rows) { return (rows + kTileRows - 1) / kTileRows; }

HWY_INLINE size_t tile_cols() { return kTileVectors * hn::Lanes(Floats()); }

/// What multiply_rows() needs besides rows of input and where their sums go.
struct RowWalk {
  size_t block_stride;  ///< floats from one depth block of the input to the next
  int width;            ///< taps of a depth block
  int dilation;         ///< rows from tap to tap
  size_t sum_stride;    ///< floats of sums from row to row
};

/// Adds input · weights over segments [first, last) to the sums of kRows rows; sets them when `first` is 0 and `start`.
/// A segment is one tap of one depth block of kDepth channels; the weights, [segment][kDepth][tile_cols], begin with
/// the first. Each call adds up on its own before it adds to the sums: the rounding error grows with the root of a
/// call's length, not of the whole depth. Only the first kVectors vectors of the columns are computed.
template <int kDepth, int kRows, int kVectors>
HWY_NOINLINE void multiply_tile(const RowWalk& walk, const float* HWY_RESTRICT input, int first, int last,
                                const float* HWY_RESTRICT weights, bool start, float* HWY_RESTRICT sums) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  FloatV sum[kRows][kVectors];
  HWY_UNROLL(16) for (int i = 0; i < kRows; ++i) {
    HWY_UNROLL(4) for (int j = 0; j < kVectors; ++j) sum[i][j] = hn::Zero(d);
  }
  int tap = first % walk.width;
  const float* block = input + static_cast<size_t>(first / walk.width) * walk.block_stride;
  const float* b = weights;
  for (int segment = first; segment < last; ++segment) {
    const float* a = block + static_cast<size_t>(tap * walk.dilation) * kDepth;
    HWY_UNROLL(2) for (int c = 0; c < kDepth; ++c) {
      FloatV w[kVectors];
      HWY_UNROLL(4) for (int j = 0; j < kVectors; ++j) w[j] = hn::LoadU(d, b + static_cast<size_t>(j) * lanes);
      b += kTileVectors * lanes;
      HWY_UNROLL(16) for (int i = 0; i < kRows; ++i) {
        const FloatV v = hn::Set(d, a[i * kDepth + c]);
        HWY_UNROLL(4) for (int j = 0; j < kVectors; ++j) sum[i][j] = hn::MulAdd(v, w[j], sum[i][j]);
      }
    }
    if (++tap == walk.width) {
      tap = 0;
      block += walk.block_stride;
    }
  }
  HWY_UNROLL(16) for (int i = 0; i < kRows; ++i) {
    HWY_UNROLL(4) for (int j = 0; j < kVectors; ++j) {
      float* to = sums + static_cast<size_t>(i) * walk.sum_stride + static_cast<size_t>(j) * lanes;
      hn::StoreU(start ? sum[i][j] : hn::Add(hn::LoadU(d, to), sum[i][j]), d, to);
    }
  }
}

/// Sums of all segments for at most kFewFrames rows, added up in double.
template <int kDepth>
HWY_NOINLINE void multiply_exactly(const RowWalk& walk, const float* HWY_RESTRICT input, int rows, int segments,
                                   const float* HWY_RESTRICT weights, float* HWY_RESTRICT sums) {
  constexpr int kGroup = 4;
  const hn::ScalableTag<double> d;
  const hn::Rebind<float, decltype(d)> narrow;
  for (size_t column = 0; column < tile_cols(); column += hn::Lanes(d)) {
    for (int row = 0; row < rows; row += kGroup) {
      const int last = rows - 1 - row;  // of the group; past it the same row again
      hn::Vec<decltype(d)> sum[kGroup] = {hn::Zero(d), hn::Zero(d), hn::Zero(d), hn::Zero(d)};
      const float* w = weights + column;
      for (int segment = 0; segment < segments; ++segment) {
        const float* a = input + static_cast<size_t>(segment / walk.width) * walk.block_stride +
                         static_cast<size_t>(segment % walk.width * walk.dilation + row) * kDepth;
        for (int c = 0; c < kDepth; ++c, w += tile_cols()) {
          const auto weight = hn::PromoteTo(d, hn::LoadU(narrow, w));
          HWY_UNROLL(4) for (int i = 0; i < kGroup; ++i) {
            sum[i] = hn::MulAdd(hn::Set(d, static_cast<double>(a[std::min(i, last) * kDepth + c])), weight, sum[i]);
          }
        }
      }
      for (int i = 0; i <= std::min(last, kGroup - 1); ++i) {
        hn::StoreU(hn::DemoteTo(narrow, sum[i]), narrow,
                   sums + static_cast<size_t>(row + i) * walk.sum_stride + column);
      }
    }
  }
}

/// The tile for `rows` rows, at most kRows.
template <int kDepth, int kVectors, int kRows = kTileRows>
HWY_INLINE void multiply_tile_of(int rows, const RowWalk& walk, const float* input, int first, int last,
                                 const float* weights, bool start, float* sums) {
  if constexpr (kRows > 1) {
    if (rows < kRows) {
      return multiply_tile_of<kDepth, kVectors, kRows - 1>(rows, walk, input, first, last, weights, start, sums);
    }
  }
  multiply_tile<kDepth, kRows, kVectors>(walk, input, first, last, weights, start, sums);
}

/// multiply_tile() for any number of rows, in tiles as even as can be, none with rows to spare. `epilogue` is called
/// after each of tiles_of(rows) tiles.
template <int kDepth, int kVectors = kTileVectors, class Epilogue>
HWY_INLINE void multiply_rows(const RowWalk& walk, const float* input, int rows, int first, int last,
                              const float* weights, bool start, float* sums, Epilogue&& epilogue) {
  const int tiles = tiles_of(rows);
  for (int tile = 0; tile < tiles; ++tile) {
    const int row = rows * tile / tiles;
    multiply_tile_of<kDepth, kVectors>(rows * (tile + 1) / tiles - row, walk, input + static_cast<size_t>(row) * kDepth,
                                       first, last, weights, start, sums + static_cast<size_t>(row) * walk.sum_stride);
    epilogue();
  }
}

/// Sums of all segments for rows of a tensor of `frames`. Products of kStep segments are added up before they join the
/// sums: their weights stay in the first-level cache while the rows pass. `epilogue` is called epilogue_calls() times.
/// Sums past the first kVectors vectors of columns stay undefined.
template <int kDepth, int kStep, int kVectors = kTileVectors, class Epilogue>
HWY_INLINE void multiply_all(const RowWalk& walk, int frames, const float* input, int rows, int segments,
                             const float* weights, float* sums, Epilogue&& epilogue) {
  if (frames <= kFewFrames) return multiply_exactly<kDepth>(walk, input, rows, segments, weights, sums);
  for (int first = 0; first < segments; first += kStep) {
    multiply_rows<kDepth, kVectors>(walk, input, rows, first, std::min(segments, first + kStep),
                                    weights + static_cast<size_t>(first) * kDepth * tile_cols(), first == 0, sums,
                                    epilogue);
  }
}
template <int kStep>
HWY_INLINE int epilogue_calls(int rows, int segments) {
  return tiles_of(rows) * ((segments + kStep - 1) / kStep);
}

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
