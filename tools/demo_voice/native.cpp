// The residual blocks' two operations for training on a CPU, one thread: AdaIN with Snake, and the narrow convolution.
// native_library.py compiles it. Arrays are [batch, channels, time], contiguous; channels are multiples of 8.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

namespace {

constexpr int kLanes = 16;
using Vector = float __attribute__((vector_size(4 * kLanes), aligned(4)));

using Buffer = std::vector<float __attribute__((vector_size(4 * kLanes)))>;  // aligned

float* floats(Buffer& buffer) { return reinterpret_cast<float*>(buffer.data()); }
Vector load(const float* p) { return *reinterpret_cast<const Vector*>(p); }
void store(float* p, Vector v) { *reinterpret_cast<Vector*>(p) = v; }
float sum(Vector v) {
  float total = 0;
  for (int i = 0; i < kLanes; ++i) total += v[i];
  return total;
}

int rounded_up(int n, int unit) { return (n + unit - 1) / unit * unit; }

// Rows of `x` with `before` zeros in front, and zeros behind them up to `stride` (a multiple of kLanes), in `out`.
const float* pad(const float* x, int rows, int time, int before, int stride, Buffer& out) {
  out.assign(static_cast<std::size_t>(rows) * stride / kLanes, Buffer::value_type{});
  for (int row = 0; row < rows; ++row)
    std::memcpy(floats(out) + static_cast<std::size_t>(row) * stride + before, x + static_cast<std::size_t>(row) * time,
                sizeof(float) * time);
  return floats(out);
}

constexpr int kOutputs = 8;  // channels, and
constexpr int kSteps = 3;    // vectors of time, in registers at once

// y[8, time] of weights [in, kernel, 8] and padded rows x; y's rows have room for whole blocks of time.
void block_of_outputs(const float* x, int x_stride, const float* weight, const float* bias, int in, int kernel,
                      int dilation, int time, float* y, int y_stride) {
  for (int t = 0; t < time; t += kSteps * kLanes) {
    Vector total[kOutputs][kSteps];
    for (int o = 0; o < kOutputs; ++o)
      for (auto& v : total[o]) v = Vector{} + (bias ? bias[o] : 0.0F);
    const float* w = weight;
    for (int i = 0; i < in; ++i) {
      const float* from = x + static_cast<std::size_t>(i) * x_stride + t;
      for (int k = 0; k < kernel; ++k, w += kOutputs, from += dilation) {
        const Vector a = load(from), b = load(from + kLanes), c = load(from + 2 * kLanes);
#pragma GCC unroll 8
        for (int o = 0; o < kOutputs; ++o) {
          total[o][0] += a * w[o];
          total[o][1] += b * w[o];
          total[o][2] += c * w[o];
        }
      }
    }
    for (int o = 0; o < kOutputs; ++o)
      for (int s = 0; s < kSteps; ++s) store(y + static_cast<std::size_t>(o) * y_stride + t + s * kLanes, total[o][s]);
  }
}

constexpr int kRows = 4;  // outputs whose weights' gradients are summed at once,
constexpr int kTaps = 4;  // with at most so many taps
constexpr int kChunk =
    1024;  // over stretches of so many samples: what is read again and again stays in the nearest cache

// Adds to `to` (rows `to_stride` apart) the sums over time of g[row] * x shifted by each tap.
template <int taps>
void sum_products(const float* g, int g_stride, const float* x, int dilation, int time, float* to, int to_stride) {
  Vector total[kRows][taps]{};
  for (int t = 0; t < time; t += kLanes) {
    Vector rows[kRows];
#pragma GCC unroll 4
    for (int r = 0; r < kRows; ++r) rows[r] = load(g + static_cast<std::size_t>(r) * g_stride + t);
#pragma GCC unroll 4
    for (int k = 0; k < taps; ++k) {
      Vector v = load(x + t + k * dilation);
      asm("" : "+v"(v));  // else g++ loads it for each row anew
#pragma GCC unroll 4
      for (int r = 0; r < kRows; ++r) total[r][k] += rows[r] * v;
    }
  }
#pragma GCC unroll 4
  for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 4
    for (int k = 0; k < taps; ++k) to[static_cast<std::size_t>(r) * to_stride + k] += sum(total[r][k]);
}

}  // namespace

extern "C" {

// y [batch, out, time] = convolution of x [batch, in, time] with weight [out, in, kernel], zeros around; bias may be
// null.
void convolve(const float* x, const float* weight, const float* bias, float* y, int batch, int in, int out, int time,
              int kernel, int dilation) {
  const int whole = rounded_up(time, kSteps * kLanes), reach = dilation * (kernel - 1),
            stride = rounded_up(whole + reach, kLanes);
  std::vector<float> packed(static_cast<std::size_t>(out) * in * kernel);
  Buffer padded, made(static_cast<std::size_t>(kOutputs) * whole / kLanes);
  for (int o = 0; o < out; ++o)
    for (int i = 0; i < in * kernel; ++i)
      packed[(static_cast<std::size_t>(o / kOutputs) * in * kernel + i) * kOutputs + o % kOutputs] =
          weight[static_cast<std::size_t>(o) * in * kernel + i];
  for (int n = 0; n < batch; ++n) {
    const float* rows = pad(x + static_cast<std::size_t>(n) * in * time, in, time, reach / 2, stride, padded);
    for (int o = 0; o < out; o += kOutputs) {
      block_of_outputs(rows, stride, &packed[static_cast<std::size_t>(o) * in * kernel], bias ? bias + o : nullptr, in,
                       kernel, dilation, time, floats(made), whole);
      for (int r = 0; r < kOutputs; ++r)
        std::memcpy(y + (static_cast<std::size_t>(n) * out + o + r) * time,
                    floats(made) + static_cast<std::size_t>(r) * whole, sizeof(float) * time);
    }
  }
}

// Adds to weight_gradient [out, in, kernel] what g [batch, out, time] and x [batch, in, time] give.
void convolve_weights(const float* x, const float* g, float* weight_gradient, int batch, int in, int out, int time,
                      int kernel, int dilation) {
  constexpr decltype(&sum_products<1>) kSums[kTaps] = {sum_products<1>, sum_products<2>, sum_products<3>,
                                                       sum_products<4>};
  const int whole = rounded_up(time, kLanes), reach = dilation * (kernel - 1),
            stride = rounded_up(whole + reach, kLanes);
  Buffer padded, padded_g;
  for (int n = 0; n < batch; ++n) {
    const float* inputs = pad(x + static_cast<std::size_t>(n) * in * time, in, time, reach / 2, stride, padded);
    const float* outputs = pad(g + static_cast<std::size_t>(n) * out * time, out, time, 0, whole, padded_g);
    for (int t = 0; t < time; t += kChunk)
      for (int o = 0; o < out; o += kRows)
        for (int i = 0; i < in; ++i)
          for (int k = 0; k < kernel; k += kTaps)
            kSums[std::min(kTaps, kernel - k) - 1](
                outputs + static_cast<std::size_t>(o) * whole + t, whole,
                inputs + static_cast<std::size_t>(i) * stride + k * dilation + t, dilation, std::min(kChunk, time - t),
                weight_gradient + (static_cast<std::size_t>(o) * in + i) * kernel + k, in * kernel);
  }
}

// a = scale * instance_norm(x) + shift; y = a + sin(alpha a)^2 / alpha. mean and rate [batch, channels] are kept for
// the gradient.
void ada_snake(const float* x, const float* scale, const float* shift, const float* alpha, float* y, float* mean,
               float* rate, int batch, int channels, int time, float epsilon) {
  for (int row = 0; row < batch * channels; ++row) {
    const float* from = x + static_cast<std::size_t>(row) * time;
    float* to = y + static_cast<std::size_t>(row) * time;
    float total = 0, squares = 0;
    for (int t = 0; t < time; ++t) total += from[t];
    const float middle = total / time;
    for (int t = 0; t < time; ++t) squares += (from[t] - middle) * (from[t] - middle);
    mean[row] = middle;
    rate[row] = 1 / std::sqrt(squares / time + epsilon);
    const float factor = scale[row] * rate[row], offset = shift[row] - middle * factor, a = alpha[row % channels],
                inverse = 1 / a;
    for (int t = 0; t < time; ++t) {
      const float value = from[t] * factor + offset, sine = std::sin(value * a);
      to[t] = value + sine * sine * inverse;
    }
  }
}

// Gradients of ada_snake; those of scale, shift and alpha are [batch, channels].
void ada_snake_gradient(const float* g, const float* x, const float* mean, const float* rate, const float* scale,
                        const float* shift, const float* alpha, float* g_x, float* g_scale, float* g_shift,
                        float* g_alpha, int batch, int channels, int time) {
  for (int row = 0; row < batch * channels; ++row) {
    const std::size_t at = static_cast<std::size_t>(row) * time;
    const float middle = mean[row], r = rate[row], s = scale[row], offset = shift[row], a = alpha[row % channels];
    float of_alpha = 0, of_scale = 0, of_shift = 0;
    for (int t = 0; t < time; ++t) {
      const float normed = (x[at + t] - middle) * r, angle = (normed * s + offset) * a, sine = std::sin(angle);
      const float twice = std::sin(2 * angle), through = g[at + t] * (1 + twice);  // twice: the derivative of sin^2
      of_alpha += g[at + t] * (twice * angle - sine * sine);
      of_shift += through;
      of_scale += through * normed;
      g_x[at + t] = through;
    }
    g_alpha[row] = of_alpha / (a * a);
    g_scale[row] = of_scale;
    g_shift[row] = of_shift;
    const float average = of_shift / time, slope = of_scale / time, factor = s * r;
    for (int t = 0; t < time; ++t) g_x[at + t] = (g_x[at + t] - average - (x[at + t] - middle) * r * slope) * factor;
  }
}

}  // extern "C"
