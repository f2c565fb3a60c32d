#include "kernels/conv1d_pairs.hpp"

#include "kernels/kernels.hpp"
#include "kernels/x86_features.hpp"

#if defined(__x86_64__)
#include <hwy/base.h>
#include <immintrin.h>

#include <cstring>

#include "kernels/output_prefetch.hpp"

// Only functions of this file: a header's inline function compiled so might be the copy that the linker keeps.
#define KOKORO_PAIRS __attribute__((target("avx512f,avx512bf16")))
#endif

namespace kokoro::kernels {

#if defined(__x86_64__)
namespace {

/// The vector code around the products: that of the table which got them.
Bf16Parts vector_parts;

/// What all register tiles of one job have in common.
struct PairWalk {
  std::size_t block_stride;  ///< bfloat16 numbers from one depth block of the input to the next
  std::size_t plane;         ///< ... from hi to lo
  int width;
  int dilation;
};

constexpr int kPairs = kBf16Depth / 2;
constexpr int kVectors = kBf16Cols / 16;

KOKORO_PAIRS inline __m512bh pairs_at(const std::uint16_t* from) {
  return reinterpret_cast<__m512bh>(_mm512_loadu_si512(from));
}

/// One pair of channels of a row, in every lane.
KOKORO_PAIRS inline __m512bh spread_pair(const std::uint16_t* from) {
  int pair = 0;
  std::memcpy(&pair, from, sizeof(pair));
  return reinterpret_cast<__m512bh>(_mm512_set1_epi32(pair));
}

/// Adds input · weights over segments [first, last), taps of depth blocks, to the sums of kRows rows; sets them when
/// `start`.
template <int kTerms, int kRows>
KOKORO_PAIRS void multiply_tile(const PairWalk& walk, const std::uint16_t* input, int first, int last,
                                const std::uint16_t* weights, bool start, float* sums) {
  __m512 sum[kRows][kVectors];
  HWY_UNROLL(16) for (int i = 0; i < kRows; ++i) {
    HWY_UNROLL(2) for (int j = 0; j < kVectors; ++j) sum[i][j] = _mm512_setzero_ps();
  }
  int tap = first % walk.width;
  const std::uint16_t* block = input + static_cast<std::size_t>(first / walk.width) * walk.block_stride;
  for (int segment = first; segment < last; ++segment, weights += bf16_step_size(kTerms)) {
    const std::uint16_t* a = block + static_cast<std::size_t>(tap * walk.dilation) * kBf16Depth;
    for (int pair = 0; pair < kPairs; ++pair) {
      const std::uint16_t* b = weights + pair * 32;
      const __m512bh high[kVectors] = {pairs_at(b), pairs_at(b + kBf16Tile)};
      if constexpr (kTerms == 3) {
        const __m512bh low[kVectors] = {pairs_at(b + 2 * kBf16Tile), pairs_at(b + 3 * kBf16Tile)};
        HWY_UNROLL(16) for (int i = 0; i < kRows; ++i) {
          const __m512bh x = spread_pair(a + i * kBf16Depth + 2 * pair);
          const __m512bh rest = spread_pair(a + walk.plane + i * kBf16Depth + 2 * pair);
          HWY_UNROLL(2) for (int j = 0; j < kVectors; ++j) sum[i][j] = _mm512_dpbf16_ps(sum[i][j], x, low[j]);
          HWY_UNROLL(2) for (int j = 0; j < kVectors; ++j) sum[i][j] = _mm512_dpbf16_ps(sum[i][j], x, high[j]);
          HWY_UNROLL(2) for (int j = 0; j < kVectors; ++j) sum[i][j] = _mm512_dpbf16_ps(sum[i][j], rest, high[j]);
        }
      } else {
        HWY_UNROLL(16) for (int i = 0; i < kRows; ++i) {
          const __m512bh x = spread_pair(a + i * kBf16Depth + 2 * pair);
          HWY_UNROLL(2) for (int j = 0; j < kVectors; ++j) sum[i][j] = _mm512_dpbf16_ps(sum[i][j], x, high[j]);
        }
      }
    }
    if (++tap == walk.width) {
      tap = 0;
      block += walk.block_stride;
    }
  }
  HWY_UNROLL(16) for (int i = 0; i < kRows; ++i) {
    HWY_UNROLL(2) for (int j = 0; j < kVectors; ++j) {
      float* to = sums + static_cast<std::size_t>(i) * kBf16Cols + static_cast<std::size_t>(j) * 16;
      _mm512_storeu_ps(to, start ? sum[i][j] : _mm512_add_ps(_mm512_loadu_ps(to), sum[i][j]));
    }
  }
}

/// Rows whose sums, a row of weights and a pair of the input fill the registers.
template <int kTerms>
constexpr int kTileRows = kTerms == 3 ? 12 : 14;

template <int kTerms, int kRows = kTileRows<kTerms>>
void multiply_tile_of(int rows, const PairWalk& walk, const std::uint16_t* input, int first, int last,
                      const std::uint16_t* weights, bool start, float* sums) {
  if constexpr (kRows > 1) {
    if (rows < kRows) return multiply_tile_of<kTerms, kRows - 1>(rows, walk, input, first, last, weights, start, sums);
  }
  multiply_tile<kTerms, kRows>(walk, input, first, last, weights, start, sums);
}

template <int kTerms>
void convolve(const Bf16ConvJob& job) {
  constexpr int kStep = kTerms == 3 ? 4 : 8;  // segments whose weights stay in the first-level cache
  const Conv1dJob& conv = job.conv;
  const int rows = conv.row_end - conv.row_begin;
  const int input_rows = rows + (conv.width - 1) * conv.dilation;
  const int depth = round_up(conv.in, kBf16Depth);
  const PairWalk walk{static_cast<std::size_t>(input_rows) * kBf16Depth,
                      static_cast<std::size_t>(input_rows) * static_cast<std::size_t>(depth), conv.width,
                      conv.dilation};
  const int segments = depth / kBf16Depth * conv.width;
  auto* input = reinterpret_cast<std::uint16_t*>(conv.scratch);
  float* sums = conv.scratch + walk.plane * (kTerms == 3 ? 2 : 1) / 2;
  vector_parts.load(job, conv.row_begin - conv.pad, input_rows, input);
  const int tiles = (rows + kTileRows<kTerms> - 1) / kTileRows<kTerms>;
  for (int block = conv.block_begin; block < conv.block_end; ++block) {
    const std::uint16_t* weights =
        job.weights + static_cast<std::size_t>(block) * static_cast<std::size_t>(segments) * bf16_step_size(kTerms);
    OutputPrefetch output(conv, block * kBf16Cols, kBf16Cols, conv.row_begin, rows,
                          tiles * ((segments + kStep - 1) / kStep));
    for (int first = 0; first < segments; first += kStep) {
      for (int tile = 0; tile < tiles; ++tile) {
        const int row = rows * tile / tiles;
        multiply_tile_of<kTerms>(rows * (tile + 1) / tiles - row, walk,
                                 input + static_cast<std::size_t>(row) * kBf16Depth, first,
                                 first + kStep < segments ? first + kStep : segments,
                                 weights + static_cast<std::size_t>(first) * bf16_step_size(kTerms), first == 0,
                                 sums + static_cast<std::size_t>(row) * kBf16Cols);
        output.step();
      }
    }
    vector_parts.store(conv, block, conv.row_begin, rows, sums);
    if (conv.output.mean != nullptr) vector_parts.stats(conv, block, rows, sums);
  }
}

void conv1d_pairs(const Bf16ConvJob& job) {
  if (job.terms == 3) {
    convolve<3>(job);
  } else {
    convolve<1>(job);
  }
}

/// Chains of products that never leave the registers.
KOKORO_PAIRS double burst() {
  constexpr int kChains = 24;
  constexpr int kSteps = 4096;
  volatile int pairs = 0x3F403E80;  // 0.75 and 0.25, not known to the compiler
  const auto factor = reinterpret_cast<__m512bh>(_mm512_set1_epi32(pairs));
  __m512 chain[kChains];
  HWY_UNROLL(24) for (int i = 0; i < kChains; ++i) chain[i] = _mm512_set1_ps(static_cast<float>(i));
  for (int step = 0; step < kSteps; ++step) {
    HWY_UNROLL(24) for (int i = 0; i < kChains; ++i) chain[i] = _mm512_dpbf16_ps(chain[i], factor, factor);
  }
  __m512 total = chain[0];
  HWY_UNROLL(24) for (int i = 1; i < kChains; ++i) total = _mm512_add_ps(total, chain[i]);
  volatile float result = _mm512_cvtss_f32(total);
  static_cast<void>(result);
  return 4.0 * kSteps * kChains * 16;
}

}  // namespace

std::string add_bf16_pairs(KernelTable& table) {
  if (table.name != "AVX3") return "no AVX-512 code to go with it";
  if (std::string missing = avx512_bf16_missing(); !missing.empty()) return missing;
  vector_parts = table.bf16_parts;
  table.name = "AVX3_BF16";
  table.conv1d_bf16 = conv1d_pairs;
  table.bf16_burst = burst;
  return "";
}
#else
std::string add_bf16_pairs(KernelTable&) { return avx512_bf16_missing(); }
#endif

}  // namespace kokoro::kernels
