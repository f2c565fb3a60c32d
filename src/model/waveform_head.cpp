#include "model/waveform_head.hpp"

#include <algorithm>

#include "model/hann.hpp"

namespace kokoro::model {

WaveformHead::WaveformHead(int n_fft, int hop)
    : n_fft_(n_fft),
      hop_(hop),
      bins_stride_(kernels::round_up(n_fft / 2 + 1, kernels::kDepthBlock)),
      n_fft_stride_(kernels::round_up(n_fft, kernels::kDepthBlock)) {
  basis_.assign(static_cast<std::size_t>(2 * bins_stride_ * n_fft_stride_), 0.0F);
  for (int k = 0; k < bins(); ++k) {
    const bool edge =
        k == 0 || k == bins() - 1;  // occur once in the full spectrum, their imaginary part does not count
    for (int n = 0; n < n_fft; ++n) {
      const double angle = 2.0 * std::numbers::pi * (k * n % n_fft) / n_fft;
      const double factor = hann(n, n_fft) * (edge ? 1.0 : 2.0) / n_fft;
      basis_[static_cast<std::size_t>(k * n_fft_stride_ + n)] = static_cast<float>(factor * std::cos(angle));
      if (edge) continue;
      basis_[static_cast<std::size_t>((bins_stride_ + k) * n_fft_stride_ + n)] =
          static_cast<float>(-factor * std::sin(angle));
    }
  }
}

std::vector<float> WaveformHead::inverse_envelope(int frames) const {
  std::vector<double> sum(static_cast<std::size_t>(hop_ * (frames - 1) + n_fft_), 0.0);
  std::vector<double> square;
  for (int n = 0; n < n_fft_; ++n) square.push_back(hann(n, n_fft_) * hann(n, n_fft_));
  for (int frame = 0; frame < frames; ++frame) {
    double* to = sum.data() + frame * hop_;
    for (const double v : square) *to++ += v;
  }
  std::vector<float> inverse(sum.size());
  std::transform(sum.begin(), sum.end(), inverse.begin(),
                 [](double v) { return v > 0 ? static_cast<float>(1.0 / v) : 0.0F; });
  return inverse;
}

std::vector<float> WaveformHead::forward(const nn::Context& context, nn::ConstMatrixView x) const {
  const int samples = hop_ * (x.rows - 1);
  std::vector<float> audio(static_cast<std::size_t>(samples));
  const std::vector<float> envelope = inverse_envelope(x.rows);
  kernels::IstftJob job;
  job.x = x.data;
  job.x_stride = x.stride;
  job.frames = x.rows;
  job.bins = bins();
  job.n_fft = n_fft_;
  job.hop = hop_;
  job.basis = basis_.data();
  job.bins_stride = bins_stride_;
  job.n_fft_stride = n_fft_stride_;
  job.envelope = envelope.data();
  job.y = audio.data();
  constexpr int kSamples = 4800;
  context.parallel((samples + kSamples - 1) / kSamples, [&](int i) {
    kernels::IstftJob part = job;
    part.sample_begin = i * kSamples;
    part.sample_end = std::min(samples, part.sample_begin + kSamples);
    part.scratch = nn::thread_scratch(kernels::istft_scratch(kSamples, part.bins, n_fft_));
    context.kernels.istft(part);
  });
  return audio;
}

}  // namespace kokoro::model
