#pragma once

#include <span>
#include <vector>

#include "nn/context.hpp"

namespace kokoro::model {

/// Spectrum to samples: exp of log magnitudes, sine of phase arguments, inverse short-time Fourier transform.
/// Source: TorchSTFT.inverse of hexgrad/kokoro istftnet.py (torch.istft, periodic Hann window). Immutable.
class WaveformHead {
 public:
  WaveformHead(int n_fft, int hop);

  int bins() const { return n_fft_ / 2 + 1; }

  /// x [frames, 2·bins] → hop·(frames − 1) samples.
  std::vector<float> forward(const nn::Context& context, nn::ConstMatrixView x) const;

 private:
  std::vector<float> inverse_envelope(int frames) const;

  int n_fft_;
  int hop_;
  int bins_stride_;
  int n_fft_stride_;
  std::vector<float> basis_;
};

}  // namespace kokoro::model
