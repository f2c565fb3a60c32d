#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/conv1d.hpp"

namespace kokoro::kernels {

/// The source signal: sum of sines at multiples of F0 plus noise, through tanh. One job makes the samples of frames
/// [frame_begin, frame_end) of F0.
struct SourceJob {
  const float* f0 = nullptr;          ///< [frames] in Hz, one value per hop
  const double* cycles = nullptr;     ///< [harmonics, frames] phase at each frame's centre, in cycles modulo 1
  const float* increments = nullptr;  ///< [harmonics, frames] cycles per sample of that frame, in [0, 1)
  int frames = 0;
  int hop = 0;                     ///< samples per frame
  int harmonics = 0;               ///< at most 16
  const float* weights = nullptr;  ///< [harmonics] and bias: how the sines add up
  float bias = 0;
  const float* noise = nullptr;  ///< [samples, harmonics] injected, or null: one normal number per sample from `seed`
  float noise_scale = 0;         ///< ‖weights‖₂, used with `seed`
  std::uint64_t seed = 0;
  int frame_begin = 0;
  int frame_end = 0;
  float* y = nullptr;  ///< [frames · hop]
};

/// Magnitude and phase of windowed frames, centred with reflection, [frames, 2·bins]: magnitudes, then phases.
struct StftJob {
  const float* x = nullptr;
  int samples = 0;
  int n_fft = 0;
  int hop = 0;
  const float* basis = nullptr;  ///< [n_fft, 2·bins_stride] cosine and negative sine times the window, columns padded
  int bins = 0;
  int bins_stride = 0;
  int frame_begin = 0;
  int frame_end = 0;
  float* y = nullptr;
  std::size_t y_stride = 0;
};

/// Waveform of samples [sample_begin, sample_end): spectrum exp(x[:bins])·e^{i·sin(x[bins:])}, overlap-added.
struct IstftJob {
  const float* x = nullptr;  ///< [frames, 2·bins] log magnitude and phase argument
  std::size_t x_stride = 0;
  int frames = 0;
  int bins = 0;
  int n_fft = 0;
  int hop = 0;
  const float* basis =
      nullptr;  ///< [2·bins_stride, n_fft_stride] inverse transform times the window: real rows, imaginary rows
  int bins_stride = 0;  ///< bins rounded up to kDepthBlock
  int n_fft_stride = 0;
  const float* envelope = nullptr;  ///< [hop·(frames − 1) + n_fft] inverse of the overlapped squared window
  int sample_begin = 0;             ///< of the trimmed waveform: n_fft/2 samples are cut at both ends
  int sample_end = 0;
  float* y = nullptr;
  float* scratch = nullptr;  ///< see istft_scratch()
};

/// Floats of scratch for a job of `samples` samples.
constexpr std::size_t istft_scratch(int samples, int bins, int n_fft) {
  return static_cast<std::size_t>(2 * round_up(bins, kDepthBlock) + samples + 4 * round_up(n_fft, kDepthBlock));
}

/// Largest spectrum the kernels take, and most sines of the source.
inline constexpr int kMaxBins = 128;
inline constexpr int kMaxHarmonics = 16;

}  // namespace kokoro::kernels
