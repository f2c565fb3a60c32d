#include <algorithm>

#include "kernels/kernels.hpp"
#include "kernels/simd.hpp"
#include "kernels/simd_tables.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/lstm_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using FloatV = hn::Vec<Floats>;

HWY_INLINE FloatV sigmoid(Floats d, FloatV x) {
  const FloatV one = hn::Set(d, 1.0F);
  return hn::Div(one, hn::Add(one, hn::Exp(d, hn::Neg(x))));
}

/// sums[4·hidden] = gates + h · recurrent, from the last block of columns to the first when `backwards`.
HWY_INLINE void recurrent_product(const float* HWY_RESTRICT gates, const float* HWY_RESTRICT recurrent, int hidden,
                                  const float* HWY_RESTRICT h, bool backwards, float* HWY_RESTRICT sums) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  constexpr int kVectors = 8;  // sums in flight: enough to hide the latency of the multiply-add
  const int columns = 4 * hidden;
  const int blocks = (columns + kLstmBlock - 1) / kLstmBlock;
  for (int i = 0; i < blocks; ++i) {
    const int first = (backwards ? blocks - 1 - i : i) * kLstmBlock;
    const float* block = recurrent + static_cast<size_t>(first) * static_cast<size_t>(hidden);
    HWY_ALIGN float tail[kLstmBlock] = {};
    const float* start = gates + first;
    if (first + kLstmBlock > columns) {
      std::copy(start, gates + columns, tail);
      start = tail;
    }
    for (size_t part = 0; part < kLstmBlock; part += kVectors * lanes) {
      FloatV sum[kVectors];
      HWY_UNROLL(8)
      for (size_t j = 0; j < kVectors; ++j)
        sum[j] = hn::LoadU(d, start + std::min(part + j * lanes, kLstmBlock - lanes));
      const float* w = block + part;
      for (int k = 0; k < hidden; ++k, w += kLstmBlock) {
        const FloatV v = hn::Set(d, h[k]);
        HWY_UNROLL(8) for (size_t j = 0; j < kVectors; ++j) {
          sum[j] = hn::MulAdd(v, hn::LoadU(d, w + std::min(j * lanes, kLstmBlock - lanes)), sum[j]);
        }
      }
      for (size_t j = 0; j < kVectors && part + j * lanes < kLstmBlock; ++j) {
        hn::StoreU(sum[j], d, sums + static_cast<size_t>(first) + part + j * lanes);
      }
    }
  }
}

void lstm(const float* gates, const float* recurrent, int frames, int hidden, bool reverse, float* y, size_t y_stride,
          float* scratch) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const auto n = static_cast<size_t>(hidden);
  float* sums = scratch;
  float* h = sums + round_up(4 * hidden, kLstmBlock);
  float* c = h + round_up(hidden, 16);
  std::fill_n(h, 2 * round_up(hidden, 16), 0.0F);
  for (int step = 0; step < frames; ++step) {
    const auto t = static_cast<size_t>(reverse ? frames - 1 - step : step);
    // The weights just about fill the second-level cache: each step begins with what the one before read last.
    recurrent_product(gates + t * 4 * n, recurrent, hidden, h, step % 2 == 1, sums);
    // Past `hidden` the loads run into the next gate; those lanes are computed and never stored outside the padding.
    for (size_t j = 0; j < n; j += lanes) {
      HWY_ALIGN float part[4][HWY_MAX_BYTES / sizeof(float)] = {};
      const size_t valid = std::min(lanes, n - j);
      for (size_t g = 0; g < 4; ++g) std::copy_n(sums + g * n + j, valid, part[g]);
      const FloatV in = sigmoid(d, hn::Load(d, part[0]));
      const FloatV forget = sigmoid(d, hn::Load(d, part[1]));
      const FloatV cell = hn::Tanh(d, hn::Load(d, part[2]));
      const FloatV out = sigmoid(d, hn::Load(d, part[3]));
      const FloatV state = hn::MulAdd(forget, hn::LoadU(d, c + j), hn::Mul(in, cell));
      hn::StoreU(state, d, c + j);
      hn::StoreU(hn::Mul(out, hn::Tanh(d, state)), d, h + j);
    }
    std::copy_n(h, n, y + t * y_stride);
  }
}

void fill_lstm(KernelTable& table) { table.lstm = lstm; }

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kokoro::kernels {
HWY_EXPORT(fill_lstm);
void fill_lstm(KernelTable& table) { HWY_DYNAMIC_DISPATCH(fill_lstm)(table); }
}  // namespace kokoro::kernels
#endif
