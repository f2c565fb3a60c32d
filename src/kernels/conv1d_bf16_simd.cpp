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

/// Even and odd channels of one vector of packed pairs, as fp32.
struct PairV {
  FloatV even, odd;
};
HWY_INLINE PairV load_pair(const std::uint16_t* from) {
  const Floats d;
  const Words words;
  const auto both = hn::LoadU(words, reinterpret_cast<const std::uint32_t*>(from));
  return {hn::BitCast(d, hn::ShiftLeft<16>(both)), hn::BitCast(d, hn::And(both, hn::Set(words, 0xFFFF0000U)))};
}

/// tile_cols columns of `segments` segments as fp32, [segment][kBf16Depth][tile_cols]. The sum of hi and lo is exact.
template <Weights kWeights>
HWY_NOINLINE void unpack(const std::uint16_t* HWY_RESTRICT packed, size_t step, int segments, int column,
                         float* HWY_RESTRICT to) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  for (int segment = 0; segment < segments; ++segment, packed += step) {
    for (int channel = 0; channel < kBf16Depth; channel += 2, to += 2 * tile_cols()) {
      for (size_t c = 0; c < tile_cols(); c += lanes) {
        const std::uint16_t* from = packed + bf16_weight_at(column + static_cast<int>(c), channel);
        PairV pair = load_pair(from);
        if constexpr (kWeights == Weights::high_and_low) {
          const PairV low = load_pair(from + 2 * kBf16Tile);
          pair = {hn::Add(pair.even, low.even), hn::Add(pair.odd, low.odd)};
        }
        hn::StoreU(pair.even, d, to + c);
        hn::StoreU(pair.odd, d, to + tile_cols() + c);
      }
    }
  }
}

/// All rows and columns of one column block: sums [rows][kBf16Cols]. `step` is that of the packed weights from one
/// segment, a tap of a depth block, to the next.
template <Weights kWeights>
HWY_INLINE void multiply_block(const RowWalk& walk, const float* input, int rows, int segments,
                               const std::uint16_t* weights, size_t step, bool start, float* sums) {
  constexpr int kStep = 8;  // segments whose weights stay in the first-level cache while the rows pass
  HWY_ALIGN float unpacked[kStep * kBf16Depth * kBf16Cols];
  for (int first = 0; first < segments; first += kStep) {
    const int last = std::min(segments, first + kStep);
    for (int column = 0; column < kBf16Cols; column += static_cast<int>(tile_cols())) {
      unpack<kWeights>(weights + static_cast<size_t>(first) * step, step, last - first, column, unpacked);
      multiply_rows<kBf16Depth>(walk, input, rows, first, last, unpacked, start && first == 0, sums + column, [] {});
    }
  }
}

void conv1d_bf16(const Bf16ConvJob& job) {
  const Conv1dJob& conv = job.conv;
  const int rows = conv.row_end - conv.row_begin;
  const int input_rows = rows + (conv.width - 1) * conv.dilation;
  const int depth = round_up(conv.in, kBf16Depth);
  const size_t plane = static_cast<size_t>(input_rows) * static_cast<size_t>(depth);
  const RowWalk walk{static_cast<size_t>(input_rows) * kBf16Depth, conv.width, conv.dilation, kBf16Cols};
  const size_t step = bf16_step_size(job.terms);
  const int segments = depth / kBf16Depth * conv.width;
  float* high = conv.scratch;
  float* low = high + plane;
  float* sums = job.terms == 3 ? low + plane : low;
  load_planes(job, conv.row_begin - conv.pad, input_rows, high);
  for (int block = conv.block_begin; block < conv.block_end; ++block) {
    const std::uint16_t* weights = job.weights + static_cast<size_t>(block) * static_cast<size_t>(segments) * step;
    if (job.terms == 3) {
      multiply_block<Weights::high_and_low>(walk, high, rows, segments, weights, step, true, sums);
      multiply_block<Weights::high>(walk, low, rows, segments, weights, step, false, sums);
    } else {
      multiply_block<Weights::high>(walk, high, rows, segments, weights, step, true, sums);
    }
    store_output(conv, block, kBf16Cols, rows, sums);
  }
}

void load_bf16(const Bf16ConvJob& job, int first_row, int rows, std::uint16_t* to) {
  load_planes(job, first_row, rows, to);
}

void store_bf16_rows(const Conv1dJob& job, int block, int first_row, int rows, float* sums) {
  store_rows(job, block, kBf16Cols, first_row, rows, sums);
}

void stored_bf16_stats(const Conv1dJob& job, int block, int rows, const float* sums) {
  stored_stats(job, block, kBf16Cols, rows, sums);
}

void fill_conv1d_bf16(KernelTable& table) {
  table.conv1d_bf16 = conv1d_bf16;
  table.bf16_parts = {load_bf16, store_bf16_rows, stored_bf16_stats};
}

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kokoro::kernels {
HWY_EXPORT(fill_conv1d_bf16);
void fill_conv1d_bf16(KernelTable& table) { HWY_DYNAMIC_DISPATCH(fill_conv1d_bf16)(table); }
}  // namespace kokoro::kernels
#endif
