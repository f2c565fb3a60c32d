#include "model/harmonic_source.hpp"

#include <cmath>
#include <numbers>

#include "kokoro/version.hpp"
#include "model/config.hpp"
#include "model/hann.hpp"

namespace kokoro::model {

HarmonicSource::HarmonicSource(LayerBuilder& build, const ModelConfig& config)
    : hop_(config.samples_per_frame() / 2),
      n_fft_(config.istftnet.gen_istft_n_fft),
      stft_hop_(config.istftnet.gen_istft_hop_size),
      bins_(n_fft_ / 2 + 1),
      bins_stride_(kernels::round_up(bins_, kernels::kDepthBlock)) {
  const std::string name = "generator.m_source.l_linear";
  const int harmonics = std::min(build.dimension(name + ".weight", 1), kernels::kMaxHarmonics);
  const Weights w = build.take(name + ".weight", {1, harmonics});
  if (w) mix_ = w.read();
  if (const Weights b = build.take(name + ".bias", {1})) bias_ = b.read()[0];
  double square = 0;
  for (const float weight : mix_) square += static_cast<double>(weight) * static_cast<double>(weight);
  noise_scale_ = static_cast<float>(std::sqrt(square));

  const auto columns = static_cast<std::size_t>(2 * bins_stride_);
  basis_.assign(static_cast<std::size_t>(n_fft_) * columns, 0.0F);
  for (int n = 0; n < n_fft_; ++n) {
    float* row = basis_.data() + static_cast<std::size_t>(n) * columns;
    for (int k = 0; k < bins_; ++k) {
      // In integers first: cos and sin of exact multiples, and zero imaginary parts for the first and last bin, whose
      // angle must be 0 or +π and not the sign of a rounding error.
      const double angle = 2.0 * std::numbers::pi * (k * n % n_fft_) / n_fft_;
      row[k] = static_cast<float>(hann(n, n_fft_) * std::cos(angle));
      if (k > 0 && k < bins_ - 1) row[bins_stride_ + k] = static_cast<float>(-hann(n, n_fft_) * std::sin(angle));
    }
  }
}

void HarmonicSource::make_wave(const nn::Context& context, std::span<const float> f0, std::uint64_t seed,
                               const Trace& trace, float* wave) const {
  const std::size_t frames = f0.size();
  std::vector<float> increments(mix_.size() * frames);
  std::vector<double> cycles(mix_.size() * frames);
  for (std::size_t h = 0; h < mix_.size(); ++h) {
    double sum = 0;
    for (std::size_t j = 0; j < frames; ++j) {
      const float turns = f0[j] * static_cast<float>(h + 1) / static_cast<float>(kSampleRateHz);
      const float step = turns - std::floor(turns);
      sum += static_cast<double>(step);
      const double phase = sum * hop_;
      increments[h * frames + j] = step;
      cycles[h * frames + j] = phase - std::floor(phase);
    }
  }
  kernels::SourceJob job;
  job.f0 = f0.data();
  job.cycles = cycles.data();
  job.increments = increments.data();
  job.frames = static_cast<int>(frames);
  job.hop = hop_;
  job.harmonics = static_cast<int>(mix_.size());
  job.weights = mix_.data();
  job.bias = bias_;
  job.noise = trace.noise.empty() ? nullptr : trace.noise.data();
  job.noise_scale = noise_scale_;
  job.seed = seed;
  job.y = wave;
  constexpr int kFrames = 32;
  context.parallel((job.frames + kFrames - 1) / kFrames, [&](int i) {
    kernels::SourceJob part = job;
    part.frame_begin = i * kFrames;
    part.frame_end = std::min(job.frames, part.frame_begin + kFrames);
    context.kernels.harmonic_source(part);
  });
}

nn::Matrix HarmonicSource::spectrum(const nn::Context& context, std::span<const float> f0, std::uint64_t seed,
                                    const Trace& trace) const {
  const int samples = static_cast<int>(f0.size()) * hop_;
  const nn::Matrix wave = context.matrix(1, samples);
  make_wave(context, f0, seed, trace, wave.data);
  trace.see("gen.har_source", wave);
  trace.done("source");
  kernels::StftJob job;
  job.x = wave.data;
  job.samples = samples;
  job.n_fft = n_fft_;
  job.hop = stft_hop_;
  job.basis = basis_.data();
  job.bins = bins_;
  job.bins_stride = bins_stride_;
  const int frames = samples / stft_hop_ + 1;
  nn::Matrix y = context.matrix(frames, 2 * bins_);
  job.y = y.data;
  job.y_stride = y.stride;
  constexpr int kFrames = 1024;
  context.parallel((frames + kFrames - 1) / kFrames, [&](int i) {
    kernels::StftJob part = job;
    part.frame_begin = i * kFrames;
    part.frame_end = std::min(frames, part.frame_begin + kFrames);
    context.kernels.stft(part);
  });
  trace.see("gen.har_spec", y.columns_from(0, bins_));
  trace.see("gen.har_phase", y.columns_from(bins_, bins_));
  if (!trace.harmonics.empty()) std::copy(trace.harmonics.begin(), trace.harmonics.end(), y.data);
  trace.done("source stft");
  return y;
}

}  // namespace kokoro::model
