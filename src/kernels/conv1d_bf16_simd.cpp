#include "kernels/conv1d_bf16.hpp"

#include <algorithm>

#include "kernels/kernels.hpp"
#include "kernels/simd.hpp"
#include "kernels/simd_tables.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/conv1d_bf16_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/highway.h>

#include "kernels/conv1d-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {
using Words = hn::RebindToUnsigned<Floats>;
using Halves = hn::Rebind<std::uint16_t, Floats>;

/// The nearest bfloat16 of each lane as a float.
HWY_INLINE FloatV round_to_bf16(FloatV v) {
  const Floats d;
  const Words words;
  const auto bits = hn::BitCast(words, v);
  const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(words, 1U));
  const auto nearest = hn::Add(hn::Add(bits, hn::Set(words, 0x7FFFU)), odd);
  const FloatV rounded = hn::BitCast(d, hn::And(nearest, hn::Set(words, 0xFFFF0000U)));
  const auto quiet = hn::And(hn::Or(bits, hn::Set(words, 0x00400000U)), hn::Set(words, 0xFFFF0000U));
  return hn::IfThenElse(hn::IsNaN(v), hn::BitCast(d, quiet), rounded);
}

HWY_INLINE void store_bf16(FloatV v, float* to) { hn::StoreU(v, Floats(), to); }
HWY_INLINE void store_bf16(FloatV v, std::uint16_t* to) {
  // The upper halves fit: saturation of the signed demotion does not reach them.
  const auto upper = hn::ShiftRight<16>(hn::BitCast(Words(), v));
  hn::StoreU(hn::DemoteTo(Halves(), hn::BitCast(hn::RebindToSigned<Floats>(), upper)), Halves(), to);
}

/// Keeps hi, and lo when there is a place for it, as bfloat16 or, already rounded, as float.
template <class Element>
struct Bf16Sink {
  static constexpr int kDepth = kBf16Depth;
  Element* high;
  Element* low;
  HWY_INLINE void put(size_t at, FloatV v) const {
    const FloatV rounded = round_to_bf16(v);
    store_bf16(rounded, high + at);
    if (low != nullptr) store_bf16(round_to_bf16(hn::Sub(v, rounded)), low + at);
  }
  HWY_INLINE void zero(size_t at, size_t count) const {
    std::fill_n(high + at, count, Element{});
    if (low != nullptr) std::fill_n(low + at, count, Element{});
  }
};

template <class Element>
HWY_INLINE void load_planes(const Bf16ConvJob& job, int first_row, int rows, Element* to) {
  const size_t plane = static_cast<size_t>(round_up(job.conv.in, kBf16Depth)) * static_cast<size_t>(rows);
  load_input(job.conv, first_row, rows, Bf16Sink<Element>{to, job.terms == 3 ? to + plane : nullptr});
}

/// The weights that go with one plane of the input: hi·(hi + lo) and lo·hi.
enum class Weights { high, high_and_low };

/// One vector of even and of odd channels from packed pairs.
struct PairV {
  FloatV even, odd;
};
template <Weights kWeights>
HWY_INLINE PairV load_pair(const std::uint16_t* from) {
  const Floats d;
  const Words words;
  const auto split = [&](const std::uint16_t* at) HWY_ATTR -> PairV {
    const auto both = hn::LoadU(words, reinterpret_cast<const std::uint32_t*>(at));
    return {hn::BitCast(d, hn::ShiftLeft<16>(both)), hn::BitCast(d, hn::And(both, hn::Set(words, 0xFFFF0000U)))};
  };
  const PairV high = split(from);
  if constexpr (kWeights == Weights::high) return high;
  const PairV low = split(from + 2 * kBf16Tile);
  return {hn::Add(high.even, low.even), hn::Add(high.odd, low.odd)};
}

/// What all register tiles of a job have in common.
struct Walk {
  size_t block_stride;  ///< floats from one depth block of the input to the next
  int width;
  int dilation;
  size_t step;  ///< of the weights from one tap to the next
};

/// sums[kTileRows, tile_cols of kBf16Cols] += Σ over segments [first, last) of input · weights; sets them when `start`.
/// A segment is one tap of one depth block.
template <Weights kWeights>
HWY_NOINLINE void multiply_bf16_tile(const Walk& walk, const float* HWY_RESTRICT input, int first, int last,
                                     const std::uint16_t* HWY_RESTRICT weights, int column, bool start,
                                     float* HWY_RESTRICT sums) {
  const Floats d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  FloatV sum[kTileRows][kTileVectors];
  HWY_UNROLL(16) for (int i = 0; i < kTileRows; ++i) {
    HWY_UNROLL(4) for (int j = 0; j < kTileVectors; ++j) sum[i][j] = hn::Zero(d);
  }
  for (int segment = first; segment < last; ++segment) {
    const float* a = input + static_cast<size_t>(segment / walk.width) * walk.block_stride +
                     static_cast<size_t>(segment % walk.width * walk.dilation) * kBf16Depth;
    const std::uint16_t* b = weights + static_cast<size_t>(segment) * walk.step;
    for (int c = 0; c < kBf16Depth; c += 2) {
      PairV w[kTileVectors];
      HWY_UNROLL(4)
      for (int j = 0; j < kTileVectors; ++j) w[j] = load_pair<kWeights>(b + bf16_weight_at(column + j * lanes, c));
      HWY_UNROLL(16) for (int i = 0; i < kTileRows; ++i) {
        const FloatV even = hn::Set(d, a[i * kBf16Depth + c]);
        HWY_UNROLL(4) for (int j = 0; j < kTileVectors; ++j) sum[i][j] = hn::MulAdd(even, w[j].even, sum[i][j]);
      }
      HWY_UNROLL(16) for (int i = 0; i < kTileRows; ++i) {
        const FloatV odd = hn::Set(d, a[i * kBf16Depth + c + 1]);
        HWY_UNROLL(4) for (int j = 0; j < kTileVectors; ++j) sum[i][j] = hn::MulAdd(odd, w[j].odd, sum[i][j]);
      }
    }
  }
  HWY_UNROLL(16) for (int i = 0; i < kTileRows; ++i) {
    HWY_UNROLL(4) for (int j = 0; j < kTileVectors; ++j) {
      float* to = sums + i * kBf16Cols + j * lanes;
      hn::StoreU(start ? sum[i][j] : hn::Add(hn::LoadU(d, to), sum[i][j]), d, to);
    }
  }
}

/// All rows and columns of one column block: sums [padded_rows][kBf16Cols].
template <Weights kWeights>
HWY_INLINE void multiply_block(const Walk& walk, const float* input, int padded_rows, int segments,
                               const std::uint16_t* weights, bool start, float* sums) {
  constexpr int kStep = 8;  // segments whose weights stay in the first-level cache while the rows pass
  for (int first = 0; first < segments; first += kStep) {
    const int last = std::min(segments, first + kStep);
    for (int column = 0; column < kBf16Cols; column += static_cast<int>(tile_cols())) {
      for (int row = 0; row < padded_rows; row += kTileRows) {
        multiply_bf16_tile<kWeights>(walk, input + static_cast<size_t>(row) * kBf16Depth, first, last, weights, column,
                                     start && first == 0, sums + static_cast<size_t>(row) * kBf16Cols + column);
      }
    }
  }
}

void conv1d_bf16(const Bf16ConvJob& job) {
  const Conv1dJob& conv = job.conv;
  const int rows = conv.row_end - conv.row_begin;
  const int padded_rows = round_up(rows, kTileRows);
  const int input_rows = padded_rows + (conv.width - 1) * conv.dilation;
  const int depth = round_up(conv.in, kBf16Depth);
  const size_t plane = static_cast<size_t>(input_rows) * static_cast<size_t>(depth);
  const Walk walk{static_cast<size_t>(input_rows) * kBf16Depth, conv.width, conv.dilation, bf16_step_size(job.terms)};
  const int segments = depth / kBf16Depth * conv.width;
  float* high = conv.scratch;
  float* low = high + plane;
  float* sums = job.terms == 3 ? low + plane : low;
  load_planes(job, conv.row_begin - conv.pad, input_rows, high);
  for (int block = conv.block_begin; block < conv.block_end; ++block) {
    const std::uint16_t* weights = job.weights + static_cast<size_t>(block) * static_cast<size_t>(segments) * walk.step;
    if (job.terms == 3) {
      multiply_block<Weights::high_and_low>(walk, high, padded_rows, segments, weights, true, sums);
      multiply_block<Weights::high>(walk, low, padded_rows, segments, weights, false, sums);
    } else {
      multiply_block<Weights::high>(walk, high, padded_rows, segments, weights, true, sums);
    }
    store_output(conv, block, kBf16Cols, conv.row_begin, rows, sums);
  }
}

void load_bf16(const Bf16ConvJob& job, int first_row, int rows, std::uint16_t* to) {
  load_planes(job, first_row, rows, to);
}

void store_bf16_block(const Conv1dJob& job, int block, int first_row, int rows, float* sums) {
  store_output(job, block, kBf16Cols, first_row, rows, sums);
}

void fill_conv1d_bf16(KernelTable& table) {
  table.conv1d_bf16 = conv1d_bf16;
  table.bf16_parts = {load_bf16, store_bf16_block};
}

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kokoro::kernels {
HWY_EXPORT(fill_conv1d_bf16);
void fill_conv1d_bf16(KernelTable& table) { HWY_DYNAMIC_DISPATCH(fill_conv1d_bf16)(table); }
}  // namespace kokoro::kernels
#endif
