#include <algorithm>
#include <cmath>

#include "kernels/kernels.hpp"
#include "kernels/simd.hpp"
#include "kernels/simd_tables.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/elementwise_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include "kernels/conv1d-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Calls body(pointer to a full vector of elements) over x[0, count); the tail goes through a padded copy.
template <class Body>
HWY_INLINE void for_each_vector(float* x, size_t count, Body&& body) {
  const size_t lanes = hn::Lanes(Floats());
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) body(x + i);
  if (i < count) {
    HWY_ALIGN float tail[HWY_MAX_BYTES / sizeof(float)] = {};
    std::copy(x + i, x + count, tail);
    body(tail);
    std::copy_n(tail, count - i, x + i);
  }
}

HWY_INLINE float sum_of(const float* x, size_t count) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  FloatV total = hn::Zero(d);
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) total = hn::Add(total, hn::LoadU(d, x + i));
  float sum = hn::GetLane(hn::SumOfLanes(d, total));
  for (; i < count; ++i) sum += x[i];
  return sum;
}

HWY_INLINE float dot(const float* a, const float* b, size_t count) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  FloatV first = hn::Zero(d);
  FloatV second = hn::Zero(d);
  size_t i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    first = hn::MulAdd(hn::LoadU(d, a + i), hn::LoadU(d, b + i), first);
    second = hn::MulAdd(hn::LoadU(d, a + i + lanes), hn::LoadU(d, b + i + lanes), second);
  }
  float sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(first, second)));
  for (; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

void matvec(const float* w, const float* bias, const float* x, int out, int in, float* y) {
  for (int o = 0; o < out; ++o) {
    y[o] =
        dot(w + static_cast<size_t>(o) * static_cast<size_t>(in), x, static_cast<size_t>(in)) + (bias ? bias[o] : 0.0F);
  }
}

void layer_norm(float* x, size_t stride, int frames, int channels, const float* weight, const float* bias,
                float epsilon) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const auto n = static_cast<size_t>(channels);
  for (int t = 0; t < frames; ++t) {
    float* row = x + static_cast<size_t>(t) * stride;
    const float mean = sum_of(row, n) / static_cast<float>(channels);
    const FloatV centre = hn::Set(d, mean);
    for_each_vector(row, n, [&](float* v) HWY_ATTR { hn::StoreU(hn::Sub(hn::LoadU(d, v), centre), d, v); });
    const float scale = 1.0F / std::sqrt(dot(row, row, n) / static_cast<float>(channels) + epsilon);
    const FloatV factor = hn::Set(d, scale);
    size_t c = 0;
    for (; c + lanes <= n; c += lanes) {
      const FloatV v = hn::Mul(hn::LoadU(d, row + c), factor);
      hn::StoreU(hn::MulAdd(v, hn::LoadU(d, weight + c), hn::LoadU(d, bias + c)), d, row + c);
    }
    for (; c < n; ++c) row[c] = row[c] * scale * weight[c] + bias[c];
  }
}

void gelu(float* x, size_t count) {
  const Floats d;
  for_each_vector(x, count, [&](float* p) HWY_ATTR {
    const FloatV v = hn::LoadU(d, p);
    const FloatV cubic = hn::MulAdd(hn::Mul(hn::Mul(v, v), v), hn::Set(d, 0.044715F), v);
    const FloatV t = hn::Tanh(d, hn::Mul(cubic, hn::Set(d, 0.7978845608F)));
    hn::StoreU(hn::Mul(hn::Mul(hn::Set(d, 0.5F), v), hn::Add(hn::Set(d, 1.0F), t)), d, p);
  });
}

void softmax(float* x, size_t stride, int rows, int columns, float factor) {
  const Floats d;
  const auto n = static_cast<size_t>(columns);
  for (int r = 0; r < rows; ++r) {
    float* row = x + static_cast<size_t>(r) * stride;
    const FloatV highest = hn::Set(d, *std::max_element(row, row + n));
    const FloatV scale = hn::Set(d, factor);
    for_each_vector(row, n, [&](float* p) HWY_ATTR {
      hn::StoreU(hn::Exp(d, hn::Mul(hn::Sub(hn::LoadU(d, p), highest), scale)), d, p);
    });
    const FloatV inverse = hn::Set(d, 1.0F / sum_of(row, n));
    for_each_vector(row, n, [&](float* p) HWY_ATTR { hn::StoreU(hn::Mul(hn::LoadU(d, p), inverse), d, p); });
  }
}

void leaky_relu(float* x, size_t count, float slope) {
  const Floats d;
  const FloatV s = hn::Set(d, slope);
  for_each_vector(x, count, [&](float* p) HWY_ATTR {
    const FloatV v = hn::LoadU(d, p);
    hn::StoreU(hn::Max(v, hn::Mul(v, s)), d, p);
  });
}

void column_stats(const float* x, size_t stride, int rows, int channels, float* mean, float* squares) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const auto n = static_cast<size_t>(channels);
  size_t c = 0;
  for (; c + lanes <= n; c += lanes) {
    const VectorStats stats = vector_stats(x + c, stride, rows);
    hn::StoreU(stats.mean, d, mean + c);
    hn::StoreU(stats.squares, d, squares + c);
  }
  for (; c < n; ++c) {
    double total = 0;
    for (int r = 0; r < rows; ++r) total += static_cast<double>(x[static_cast<size_t>(r) * stride + c]);
    const double centre = total / rows;
    double square = 0;
    for (int r = 0; r < rows; ++r)
      square += std::pow(static_cast<double>(x[static_cast<size_t>(r) * stride + c]) - centre, 2);
    mean[c] = static_cast<float>(centre);
    squares[c] = static_cast<float>(square);
  }
}

void fill_elementwise(KernelTable& table) {
  table.name = hwy::TargetName(HWY_TARGET);
  table.matvec = matvec;
  table.layer_norm = layer_norm;
  table.gelu = gelu;
  table.softmax = softmax;
  table.leaky_relu = leaky_relu;
  table.column_stats = column_stats;
}

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kokoro::kernels {
HWY_EXPORT(fill_elementwise);
void fill_elementwise(KernelTable& table) { HWY_DYNAMIC_DISPATCH(fill_elementwise)(table); }
}  // namespace kokoro::kernels
#endif
