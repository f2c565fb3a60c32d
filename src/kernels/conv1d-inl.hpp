// What the direct and the Toom-Cook convolution share besides their products: loading the input, storing the output.
#if defined(KOKORO_KERNELS_CONV1D_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef KOKORO_KERNELS_CONV1D_INL_HPP
#undef KOKORO_KERNELS_CONV1D_INL_HPP
#else
#define KOKORO_KERNELS_CONV1D_INL_HPP
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <algorithm>

#include "kernels/conv1d.hpp"
#include "kernels/row_products-inl.hpp"
#include "kernels/snake-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// What the input transform has for one vector of channels.
template <Activation kActivation, bool kScaled>
class ChannelTransform {
 public:
  HWY_INLINE ChannelTransform(const InputTransform& in, size_t c) {
    const Floats d;
    if constexpr (kScaled) scale_ = hn::LoadU(d, in.scale + c);
    if constexpr (kScaled) shift_ = hn::LoadU(d, in.shift + c);
    if constexpr (kActivation == Activation::leaky_relu) first_ = hn::Set(d, in.slope);
    if constexpr (kActivation == Activation::snake) {
      first_ = hn::LoadU(d, in.alpha_over_pi + c);
      second_ = hn::LoadU(d, in.inverse_alpha + c);
    }
  }
  HWY_INLINE FloatV operator()(FloatV v) const {
    if constexpr (kScaled) v = hn::MulAdd(v, scale_, shift_);
    if constexpr (kActivation == Activation::leaky_relu) v = hn::Max(v, hn::Mul(v, first_));
    if constexpr (kActivation == Activation::snake) v = snake(Floats(), v, first_, second_);
    return v;
  }

 private:
  FloatV scale_, shift_;
  FloatV first_, second_;  ///< slope, or alpha over pi and inverse alpha
};

/// Where transformed input goes. A sink says how many channels lie together and stores a vector of them or zeros at a
/// position in [depth block][row][kDepth]. This one keeps fp32.
struct FloatSink {
  static constexpr int kDepth = kDepthBlock;
  float* HWY_RESTRICT to;
  HWY_INLINE void put(size_t at, FloatV v) const { hn::StoreU(v, Floats(), to + at); }
  HWY_INLINE void zero(size_t at, size_t count) const { std::fill_n(to + at, count, 0.0F); }
};

/// Sends the transformed input to the sink, zeros outside the frames and past the channels. Walks through the matrix
/// row by row, as it lies in memory, a few rows at a time so that the parameters of a channel serve all of them.
template <Activation kActivation, bool kScaled, class Sink>
HWY_NOINLINE void load_input_as(const Conv1dJob& job, int first_row, int rows, Sink sink) {
  constexpr int kGroup = 8;
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const int begin = std::clamp(-first_row, 0, rows);
  const int end = std::clamp(job.frames - first_row, begin, rows);
  const auto place = [&](int channel, int row) HWY_ATTR {
    return static_cast<size_t>(channel / Sink::kDepth * Sink::kDepth) * static_cast<size_t>(rows) +
           static_cast<size_t>(channel % Sink::kDepth + row * Sink::kDepth);
  };
  for (int channel = 0; channel < round_up(job.in, Sink::kDepth); channel += kDepthBlock) {
    const int valid = std::clamp(job.in - channel, 0, kDepthBlock);
    const auto zero_rows = [&](int first, int last, int from) HWY_ATTR {
      for (int row = first; row < last; ++row) {
        sink.zero(place(channel, row) + static_cast<size_t>(from), static_cast<size_t>(kDepthBlock - from));
      }
    };
    zero_rows(0, begin, 0);
    zero_rows(end, rows, 0);
    if (valid == 0) zero_rows(begin, end, 0);
  }
  for (int group = begin; group < end; group += kGroup) {
    const int group_end = std::min(end, group + kGroup);
    for (int channel = 0; channel < job.in; channel += kDepthBlock) {
      const int valid = std::min(job.in - channel, kDepthBlock);
      const float* from = job.x + static_cast<size_t>(first_row + group) * job.x_stride + channel;
      for (size_t c = 0; c < kDepthBlock; c += lanes) {
        const ChannelTransform<kActivation, kScaled> transform(job.input, static_cast<size_t>(channel) + c);
        if (valid == kDepthBlock) {
          for (int row = group; row < group_end; ++row) {
            const float* x = from + static_cast<size_t>(row - group) * job.x_stride + c;
            hwy::Prefetch(x + 2 * kGroup * job.x_stride);
            sink.put(place(channel, row) + c, transform(hn::LoadU(d, x)));
          }
          continue;
        }
        for (int row = group; row < group_end; ++row) {
          HWY_ALIGN float tail[kDepthBlock] = {};
          std::copy_n(from + static_cast<size_t>(row - group) * job.x_stride, valid, tail);
          sink.put(place(channel, row) + c, transform(hn::LoadU(d, tail + c)));
        }
      }
      if (valid < kDepthBlock) {
        for (int row = group; row < group_end; ++row) {
          sink.zero(place(channel, row) + static_cast<size_t>(valid), static_cast<size_t>(kDepthBlock - valid));
        }
      }
    }
  }
}

template <class Sink>
HWY_INLINE void load_input(const Conv1dJob& job, int first_row, int rows, Sink sink) {
  const bool scaled = job.input.scale != nullptr;
  switch (job.input.activation) {
    case Activation::snake:
      return load_input_as<Activation::snake, true>(job, first_row, rows, sink);
    case Activation::leaky_relu:
      return scaled ? load_input_as<Activation::leaky_relu, true>(job, first_row, rows, sink)
                    : load_input_as<Activation::leaky_relu, false>(job, first_row, rows, sink);
    case Activation::none:
      return scaled ? load_input_as<Activation::none, true>(job, first_row, rows, sink)
                    : load_input_as<Activation::none, false>(job, first_row, rows, sink);
  }
}

/// Mean and Σ(v − mean)² of one vector of columns over the rows, in two passes over cached values; the second pass also
/// corrects the first's rounding (Chan et al. 1983).
struct VectorStats {
  FloatV mean;
  FloatV squares;
};
HWY_INLINE VectorStats vector_stats(const float* HWY_RESTRICT x, size_t stride, int rows) {
  const Floats d;
  const FloatV inverse = hn::Set(d, 1.0F / static_cast<float>(rows));
  FloatV total = hn::Zero(d);
  for (int r = 0; r < rows; ++r) total = hn::Add(total, hn::LoadU(d, x + static_cast<size_t>(r) * stride));
  const FloatV centre = hn::Mul(total, inverse);
  FloatV square = hn::Zero(d);
  FloatV rest = hn::Zero(d);
  for (int r = 0; r < rows; ++r) {
    const FloatV v = hn::Sub(hn::LoadU(d, x + static_cast<size_t>(r) * stride), centre);
    rest = hn::Add(rest, v);
    square = hn::MulAdd(v, v, square);
  }
  const FloatV shift = hn::Mul(rest, inverse);
  return {hn::Add(centre, shift), hn::NegMulAdd(rest, shift, square)};
}

/// The statistics of the first `columns` columns of a block of rows at `stride`; whole vectors of it can be read.
HWY_INLINE void block_stats(const float* HWY_RESTRICT sums, size_t stride, int rows, int columns, float* mean,
                            float* squares) {
  const Floats d;
  HWY_ALIGN float m[64];
  HWY_ALIGN float q[64];
  for (size_t c = 0; c < static_cast<size_t>(columns); c += hn::Lanes(d)) {
    const VectorStats stats = vector_stats(sums + c, stride, rows);
    hn::Store(stats.mean, d, m + c);
    hn::Store(stats.squares, d, q + c);
  }
  std::copy_n(m, columns, mean);
  std::copy_n(q, columns, squares);
}

/// Sends the sums, [row][block_cols], of one column block through the output transform to y, rows
/// [first_row, first_row + rows). They become what was stored.
inline HWY_NOINLINE void store_rows(const Conv1dJob& job, int block, size_t block_cols, int first_row, int rows,
                                    float* HWY_RESTRICT sums) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const OutputTransform& out = job.output;
  const int column = block * static_cast<int>(block_cols);
  const int columns = std::min(static_cast<int>(block_cols), job.out - column);
  const FloatV factor = hn::Set(d, out.factor);
  const auto vectors = static_cast<size_t>(columns) / lanes * lanes;
  for (int r = 0; r < rows; ++r) {
    float* from = sums + static_cast<size_t>(r) * block_cols;
    const auto row = static_cast<size_t>(first_row + r);
    float* y = job.y + row * job.y_stride + column;
    const float* residual = out.residual ? out.residual + row * out.residual_stride + column : nullptr;
    const float* residual2 = out.residual2 ? out.residual2 + row * out.residual2_stride + column : nullptr;
    size_t c = 0;
    for (; c < vectors; c += lanes) {
      FloatV v = hn::LoadU(d, from + c);
      if (out.bias) v = hn::Add(v, hn::LoadU(d, out.bias + column + c));
      if (residual) v = hn::Add(v, hn::LoadU(d, residual + c));
      if (residual2) v = hn::Add(v, hn::LoadU(d, residual2 + c));
      v = hn::Mul(v, factor);
      hn::StoreU(v, d, from + c);
      hn::StoreU(v, d, y + c);
    }
    for (; c < static_cast<size_t>(columns); ++c) {
      float v = from[c];
      if (out.bias) v += out.bias[static_cast<size_t>(column) + c];
      if (residual) v += residual[c];
      if (residual2) v += residual2[c];
      v *= out.factor;
      from[c] = v;
      y[c] = v;
    }
  }
}

/// Statistics of what store_rows() has left of all rows of a job.
HWY_INLINE void stored_stats(const Conv1dJob& job, int block, size_t block_cols, int rows, const float* sums) {
  const int column = block * static_cast<int>(block_cols);
  const int columns = std::min(static_cast<int>(block_cols), job.out - column);
  block_stats(sums, block_cols, rows, columns, job.output.mean + column, job.output.squares + column);
}

/// Both for all rows of a job.
HWY_INLINE void store_output(const Conv1dJob& job, int block, size_t block_cols, int rows, float* sums) {
  store_rows(job, block, block_cols, job.row_begin, rows, sums);
  if (job.output.mean) stored_stats(job, block, block_cols, rows, sums);
}

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
