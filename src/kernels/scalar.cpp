// The plain C++ table: sums in double, library functions, no tricks. What the vector code is compared with.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "kernels/kernels.hpp"
#include "kernels/normal_noise.hpp"
#include "kernels/simd_tables.hpp"

namespace kokoro::kernels {
namespace {

std::size_t at(int row, std::size_t stride, int column) {
  return static_cast<std::size_t>(row) * stride + static_cast<std::size_t>(column);
}

void matvec(const float* w, const float* bias, const float* x, int out, int in, float* y) {
  for (int o = 0; o < out; ++o) {
    double sum = bias ? static_cast<double>(bias[o]) : 0.0;
    for (int i = 0; i < in; ++i)
      sum += static_cast<double>(w[at(o, static_cast<std::size_t>(in), i)]) * static_cast<double>(x[i]);
    y[o] = static_cast<float>(sum);
  }
}

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

void lstm(const float* gates, const float* recurrent, int frames, int hidden, bool reverse, float* y,
          std::size_t y_stride, float* /*scratch*/) {
  const auto n = static_cast<std::size_t>(hidden);
  std::vector<double> h(n);
  std::vector<double> c(n);
  std::vector<double> sums(4 * n);
  for (int step = 0; step < frames; ++step) {
    const auto t = static_cast<std::size_t>(reverse ? frames - 1 - step : step);
    for (std::size_t g = 0; g < 4 * n; ++g) {
      const float* block = recurrent + g / kLstmBlock * kLstmBlock * n + g % kLstmBlock;
      sums[g] = static_cast<double>(gates[t * 4 * n + g]);
      for (std::size_t i = 0; i < n; ++i) sums[g] += h[i] * static_cast<double>(block[i * kLstmBlock]);
    }
    for (std::size_t j = 0; j < n; ++j) {
      c[j] = sigmoid(sums[n + j]) * c[j] + sigmoid(sums[j]) * std::tanh(sums[2 * n + j]);
      h[j] = sigmoid(sums[3 * n + j]) * std::tanh(c[j]);
      y[t * y_stride + j] = static_cast<float>(h[j]);
    }
  }
}

void layer_norm(float* x, std::size_t stride, int frames, int channels, const float* weight, const float* bias,
                float epsilon) {
  for (int t = 0; t < frames; ++t) {
    float* row = x + static_cast<std::size_t>(t) * stride;
    double mean = 0;
    for (int c = 0; c < channels; ++c) mean += static_cast<double>(row[c]) / channels;
    double variance = 0;
    for (int c = 0; c < channels; ++c) variance += std::pow(static_cast<double>(row[c]) - mean, 2) / channels;
    const double scale = 1.0 / std::sqrt(variance + static_cast<double>(epsilon));
    for (int c = 0; c < channels; ++c) {
      row[c] = static_cast<float>((static_cast<double>(row[c]) - mean) * scale * static_cast<double>(weight[c]) +
                                  static_cast<double>(bias[c]));
    }
  }
}

void gelu(float* x, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto v = static_cast<double>(x[i]);
    const double inner = std::sqrt(2.0 / std::numbers::pi) * (v + 0.044715 * v * v * v);
    x[i] = static_cast<float>(0.5 * v * (1.0 + std::tanh(inner)));
  }
}

void softmax(float* x, std::size_t stride, int rows, int columns, float factor) {
  for (int r = 0; r < rows; ++r) {
    float* row = x + static_cast<std::size_t>(r) * stride;
    const float highest = *std::max_element(row, row + columns);
    double total = 0;
    for (int c = 0; c < columns; ++c)
      total += std::exp(static_cast<double>(row[c] - highest) * static_cast<double>(factor));
    for (int c = 0; c < columns; ++c) {
      row[c] =
          static_cast<float>(std::exp(static_cast<double>(row[c] - highest) * static_cast<double>(factor)) / total);
    }
  }
}

void leaky_relu(float* x, std::size_t count, float slope) {
  for (std::size_t i = 0; i < count; ++i) x[i] = std::max(x[i], x[i] * slope);
}

/// The normal number of sample `m` of frame `j`, laid out as the vector code draws them: pieces of 64 samples, the
/// cosine halves of the pairs first.
double normal_number(std::uint64_t seed, int j, int m) {
  constexpr int kPiece = 64;
  const int first = m / kPiece * kPiece;
  const int i = m % kPiece;
  const std::uint64_t key = (static_cast<std::uint64_t>(j) << 16) + static_cast<std::uint64_t>(first);
  const UniformPair u = uniform_pair(seed, key * kPiece / 2 + static_cast<std::uint64_t>(i % (kPiece / 2)));
  const double radius = std::sqrt(-2.0 * std::log(static_cast<double>(u.radius)));
  const double angle = 2.0 * std::numbers::pi * static_cast<double>(u.angle);
  return radius * (i < kPiece / 2 ? std::cos(angle) : std::sin(angle));
}

void harmonic_source(const SourceJob& job) {
  const auto frames = static_cast<std::size_t>(job.frames);
  for (int j = job.frame_begin; j < job.frame_end; ++j) {
    const bool voiced = job.f0[j] > kVoicedAboveHz;
    const double noise = static_cast<double>(voiced ? kVoicedNoise : kUnvoicedNoise);
    for (int m = 0; m < job.hop; ++m) {
      const std::size_t sample =
          static_cast<std::size_t>(j) * static_cast<std::size_t>(job.hop) + static_cast<std::size_t>(m);
      const double offset = m + 0.5 - 0.5 * job.hop;
      double sum = static_cast<double>(job.bias);
      for (std::size_t h = 0; h < static_cast<std::size_t>(job.harmonics); ++h) {
        const float* increments = job.increments + h * frames;
        const int side = offset < 0 ? j : j + 1;
        const double step = side > 0 && side < job.frames ? static_cast<double>(increments[side]) : 0.0;
        const double cycles = job.cycles[h * frames + static_cast<std::size_t>(j)] + offset * step;
        const auto weight = static_cast<double>(job.weights[h]);
        if (voiced) sum += weight * static_cast<double>(kSineAmplitude) * std::sin(2.0 * std::numbers::pi * cycles);
        if (job.noise)
          sum += weight * noise * static_cast<double>(job.noise[sample * static_cast<std::size_t>(job.harmonics) + h]);
      }
      if (!job.noise) sum += noise * static_cast<double>(job.noise_scale) * normal_number(job.seed, j, m);
      job.y[sample] = static_cast<float>(std::tanh(sum));
    }
  }
}

void stft(const StftJob& job) {
  for (int frame = job.frame_begin; frame < job.frame_end; ++frame) {
    for (int bin = 0; bin < job.bins; ++bin) {
      double re = 0;
      double im = 0;
      for (int n = 0; n < job.n_fft; ++n) {
        int i = std::abs(frame * job.hop + n - job.n_fft / 2);
        if (i >= job.samples) i = 2 * (job.samples - 1) - i;
        const auto v = static_cast<double>(job.x[std::clamp(i, 0, job.samples - 1)]);
        const float* basis = job.basis + static_cast<std::size_t>(n * 2 * job.bins_stride + bin);
        re += v * static_cast<double>(basis[0]);
        im += v * static_cast<double>(basis[job.bins_stride]);
      }
      float* y = job.y + static_cast<std::size_t>(frame) * job.y_stride + bin;
      y[0] = static_cast<float>(std::hypot(re, im));
      y[job.bins] = static_cast<float>(std::atan2(im, re));
    }
  }
}

void istft(const IstftJob& job) {
  const int cut = job.n_fft / 2;
  const int begin = job.sample_begin + cut;
  const int end = job.sample_end + cut;
  std::vector<double> wave(static_cast<std::size_t>(end - begin));
  for (int frame = std::max(0, (begin - job.n_fft) / job.hop + 1);
       frame <= std::min(job.frames - 1, (end - 1) / job.hop); ++frame) {
    const float* x = job.x + static_cast<std::size_t>(frame) * job.x_stride;
    for (int n = 0; n < job.n_fft; ++n) {
      const int i = frame * job.hop + n;
      if (i < begin || i >= end) continue;
      for (int k = 0; k < job.bins; ++k) {
        const double magnitude = std::exp(static_cast<double>(x[k]));
        const double phase = std::sin(static_cast<double>(x[job.bins + k]));
        const float* basis = job.basis + static_cast<std::size_t>(k * job.n_fft_stride + n);
        wave[static_cast<std::size_t>(i - begin)] +=
            magnitude * (std::cos(phase) * static_cast<double>(basis[0]) +
                         std::sin(phase) * static_cast<double>(basis[job.bins_stride * job.n_fft_stride]));
      }
    }
  }
  for (int i = begin; i < end; ++i) {
    job.y[i - cut] =
        static_cast<float>(wave[static_cast<std::size_t>(i - begin)] * static_cast<double>(job.envelope[i]));
  }
}

}  // namespace

KernelTable scalar_table() {
  KernelTable table;
  table.name = "scalar";
  fill_scalar_conv1d(table);
  table.matvec = matvec;
  table.lstm = lstm;
  table.layer_norm = layer_norm;
  table.gelu = gelu;
  table.softmax = softmax;
  table.leaky_relu = leaky_relu;
  table.harmonic_source = harmonic_source;
  table.stft = stft;
  table.istft = istft;
  return table;
}

}  // namespace kokoro::kernels
