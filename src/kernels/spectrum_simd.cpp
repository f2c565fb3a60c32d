#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "kernels/kernels.hpp"
#include "kernels/normal_noise.hpp"
#include "kernels/simd.hpp"
#include "kernels/simd_tables.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/spectrum_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kokoro::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using FloatV = hn::Vec<Floats>;

constexpr int kPiece = 64;  ///< samples worked on at a time; even, a multiple of every vector length
constexpr float kTwoPi = 2.0F * std::numbers::pi_v<float>;

/// Fractions of a cycle in [-½, ½] of `count` samples from sample `first` of frame j on, for one harmonic.
///
/// The phase is linear between frame centres and constant before the first and after the last (upsampling with
/// align_corners=False). In double: 150 cycles off a centre, a float has lost five digits.
HWY_INLINE void cycle_fractions(const SourceJob& job, int harmonic, int j, int first, int count, float* out) {
  const double* cycles = job.cycles + static_cast<size_t>(harmonic) * static_cast<size_t>(job.frames);
  const float* increments = job.increments + static_cast<size_t>(harmonic) * static_cast<size_t>(job.frames);
  const double before = j > 0 ? static_cast<double>(increments[j]) : 0.0;
  const double after = j + 1 < job.frames ? static_cast<double>(increments[j + 1]) : 0.0;
  for (int m = 0; m < count; ++m) {
    const double offset = first + m + 0.5 - 0.5 * job.hop;
    const double phase = cycles[j] + offset * (offset < 0 ? before : after);
    out[m] = static_cast<float>(phase - std::nearbyint(phase));
  }
}

/// Normal numbers of samples [first, first + kPiece); `first` is even.
HWY_INLINE void normal_numbers(std::uint64_t seed, std::uint64_t first, float* out) {
  const Floats d;
  HWY_ALIGN float radius[kPiece / 2];
  HWY_ALIGN float angle[kPiece / 2];
  for (int i = 0; i < kPiece / 2; ++i) {
    const UniformPair u = uniform_pair(seed, first / 2 + static_cast<std::uint64_t>(i));
    radius[i] = u.radius;
    angle[i] = u.angle;
  }
  for (size_t i = 0; i < kPiece / 2; i += hn::Lanes(d)) {
    const FloatV r = hn::Sqrt(hn::Mul(hn::Set(d, -2.0F), hn::Log(d, hn::Load(d, radius + i))));
    const FloatV a = hn::Mul(hn::Load(d, angle + i), hn::Set(d, kTwoPi));
    hn::StoreU(hn::Mul(r, hn::Cos(d, a)), d, out + i);
    hn::StoreU(hn::Mul(r, hn::Sin(d, a)), d, out + kPiece / 2 + i);
  }
}

/// One piece of at most kPiece samples inside frame j.
HWY_INLINE void source_piece(const SourceJob& job, int j, int first, int count) {
  const Floats d;
  HWY_ALIGN std::array<float, kPiece> sum;
  HWY_ALIGN std::array<float, kPiece> fraction{};
  const size_t start = static_cast<size_t>(j) * static_cast<size_t>(job.hop) + static_cast<size_t>(first);
  const bool voiced = job.f0[j] > kVoicedAboveHz;
  const float noise = voiced ? kVoicedNoise : kUnvoicedNoise;
  sum.fill(job.bias);
  if (voiced) {
    for (int h = 0; h < job.harmonics; ++h) {
      cycle_fractions(job, h, j, first, count, fraction.data());
      const FloatV weight = hn::Set(d, job.weights[h] * kSineAmplitude);
      for (size_t i = 0; i < kPiece; i += hn::Lanes(d)) {
        const FloatV sine = hn::Sin(d, hn::Mul(hn::Load(d, fraction.data() + i), hn::Set(d, kTwoPi)));
        hn::Store(hn::MulAdd(sine, weight, hn::Load(d, sum.data() + i)), d, sum.data() + i);
      }
    }
  }
  if (job.noise) {
    for (size_t i = 0; i < static_cast<size_t>(count); ++i) {
      for (int h = 0; h < job.harmonics; ++h) {
        sum[i] += job.weights[h] * noise *
                  job.noise[(start + i) * static_cast<size_t>(job.harmonics) + static_cast<size_t>(h)];
      }
    }
  } else {
    // One generator key per piece: frame and piece of the frame, so that any split of the work gives the same numbers.
    HWY_ALIGN std::array<float, kPiece> normal;
    const std::uint64_t key = (static_cast<std::uint64_t>(j) << 16) + static_cast<std::uint64_t>(first);
    normal_numbers(job.seed, key * kPiece, normal.data());
    for (size_t i = 0; i < kPiece; ++i) sum[i] += noise * job.noise_scale * normal[i];
  }
  for (size_t i = 0; i < kPiece; i += hn::Lanes(d))
    hn::Store(hn::Tanh(d, hn::Load(d, sum.data() + i)), d, sum.data() + i);
  std::copy_n(sum.data(), count, job.y + start);
}

void harmonic_source(const SourceJob& job) {
  for (int j = job.frame_begin; j < job.frame_end; ++j) {
    for (int first = 0; first < job.hop; first += kPiece)
      source_piece(job, j, first, std::min(kPiece, job.hop - first));
  }
}

/// atan2 for finite y, x with x not -0: within 6 ULP. atan2(0, 0) = 0.
HWY_INLINE FloatV atan2(Floats d, FloatV y, FloatV x) {
  const FloatV zero = hn::Zero(d);
  const FloatV ay = hn::Abs(y);
  const FloatV ax = hn::Abs(x);
  const FloatV high = hn::Max(ax, ay);
  const FloatV low = hn::Min(ax, ay);
  const FloatV ratio = hn::Div(low, hn::IfThenElse(hn::Gt(high, zero), high, hn::Set(d, 1.0F)));
  FloatV angle = hn::Atan(d, ratio);
  angle = hn::IfThenElse(hn::Gt(ay, ax), hn::Sub(hn::Set(d, std::numbers::pi_v<float> / 2), angle), angle);
  angle = hn::IfThenElse(hn::Lt(x, zero), hn::Sub(hn::Set(d, std::numbers::pi_v<float>), angle), angle);
  return hn::CopySign(angle, y);
}

/// Sample of the signal extended by reflection at both ends.
HWY_INLINE float reflected(const StftJob& job, int i) {
  if (i < 0) i = -i;
  if (i >= job.samples) i = 2 * (job.samples - 1) - i;
  return job.x[std::clamp(i, 0, job.samples - 1)];
}

void stft(const StftJob& job) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const auto columns = static_cast<size_t>(job.bins_stride);
  HWY_ALIGN float magnitude[128];
  HWY_ALIGN float phase[128];
  for (int frame = job.frame_begin; frame < job.frame_end; ++frame) {
    float* y = job.y + static_cast<size_t>(frame) * job.y_stride;
    for (size_t c = 0; c < columns; c += lanes) {
      FloatV re = hn::Zero(d);
      FloatV im = hn::Zero(d);
      for (int n = 0; n < job.n_fft; ++n) {
        const FloatV v = hn::Set(d, reflected(job, frame * job.hop + n - job.n_fft / 2));
        const float* basis = job.basis + static_cast<size_t>(n) * 2 * columns + c;
        re = hn::MulAdd(v, hn::LoadU(d, basis), re);
        im = hn::MulAdd(v, hn::LoadU(d, basis + columns), im);
      }
      hn::Store(hn::Sqrt(hn::MulAdd(re, re, hn::Mul(im, im))), d, magnitude + c);
      hn::Store(atan2(d, im, re), d, phase + c);
    }
    std::copy_n(magnitude, job.bins, y);
    std::copy_n(phase, job.bins, y + job.bins);
  }
}

/// Spectrum of one frame: real parts, then imaginary parts, each bins_stride long.
HWY_INLINE void spectrum(const IstftJob& job, int frame, float* out) {
  const Floats d;
  const float* x = job.x + static_cast<size_t>(frame) * job.x_stride;
  HWY_ALIGN float log_magnitude[128] = {};
  HWY_ALIGN float argument[128] = {};
  std::copy_n(x, job.bins, log_magnitude);
  std::copy_n(x + job.bins, job.bins, argument);
  for (size_t c = 0; c < static_cast<size_t>(job.bins_stride); c += hn::Lanes(d)) {
    const FloatV magnitude = hn::Exp(d, hn::Load(d, log_magnitude + c));
    const FloatV phase = hn::Sin(d, hn::Load(d, argument + c));
    hn::StoreU(hn::Mul(magnitude, hn::Cos(d, phase)), d, out + c);
    hn::StoreU(hn::Mul(magnitude, hn::Sin(d, phase)), d, out + static_cast<size_t>(job.bins_stride) + c);
  }
}

void istft(const IstftJob& job) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  const int cut = job.n_fft / 2;
  const int begin = job.sample_begin + cut;
  const int end = job.sample_end + cut;
  const int first = std::max(0, (begin - job.n_fft) / job.hop + 1);
  const int last = std::min(job.frames - 1, (end - 1) / job.hop);
  const int origin = first * job.hop;  // position of wave[0]
  float* parts = job.scratch;
  float* wave = parts + static_cast<size_t>(2 * job.bins_stride);
  std::fill_n(wave, static_cast<size_t>(std::max(end, last * job.hop + job.n_fft_stride) - origin), 0.0F);
  for (int frame = first; frame <= last; ++frame) {
    spectrum(job, frame, parts);
    float* to = wave + (frame * job.hop - origin);
    for (size_t n = 0; n < static_cast<size_t>(job.n_fft_stride); n += lanes) {
      FloatV sum = hn::Zero(d);
      for (int part = 0; part < 2; ++part) {
        for (int k = 0; k < job.bins; ++k) {
          const auto row = static_cast<size_t>(part * job.bins_stride + k);
          sum = hn::MulAdd(hn::Set(d, parts[row]),
                           hn::LoadU(d, job.basis + row * static_cast<size_t>(job.n_fft_stride) + n), sum);
        }
      }
      hn::StoreU(hn::Add(sum, hn::LoadU(d, to + n)), d, to + n);
    }
  }
  for (int i = begin; i < end; ++i) job.y[i - cut] = wave[i - origin] * job.envelope[i];
}

void fill_spectrum(KernelTable& table) {
  table.harmonic_source = harmonic_source;
  table.stft = stft;
  table.istft = istft;
}

}  // namespace kokoro::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kokoro::kernels {
HWY_EXPORT(fill_spectrum);
void fill_spectrum(KernelTable& table) { HWY_DYNAMIC_DISPATCH(fill_spectrum)(table); }
}  // namespace kokoro::kernels
#endif
