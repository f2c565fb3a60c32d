#pragma once

#include <span>
#include <vector>

#include "model/harmonic_source.hpp"
#include "model/layers.hpp"
#include "model/trace.hpp"
#include "model/waveform_head.hpp"
#include "nn/strided_conv1d.hpp"
#include "nn/transposed_conv1d.hpp"

namespace kokoro::model {

/// iSTFTNet vocoder: decoder frames and pitch to samples.
/// Source: iSTFTNet (arXiv:2203.02395), Generator of hexgrad/kokoro istftnet.py. Immutable.
class Generator {
 public:
  Generator(LayerBuilder& build, const struct ModelConfig& config);

  /// x [2·frames, channels], f0 [2·frames] → samples. Takes x over: its memory is given back early.
  std::vector<float> forward(const nn::Context& context, nn::Matrix x, std::span<const float> style,
                             std::span<const float> f0, std::uint64_t seed, const Trace& trace) const;

 private:
  struct Stage {
    nn::TransposedConv1d up;
    nn::StridedConv1d noise_conv;
    nn::SnakeResBlock noise_res;
    std::vector<nn::SnakeResBlock> resblocks;
  };
  Stage read_stage(LayerBuilder& build, const struct ModelConfig& config, std::size_t i, int in) const;
  /// x of the stage before and y, the branch of the source, both taken over.
  nn::Matrix run_stage(const nn::Context& context, std::size_t i, nn::Matrix x, nn::Matrix y,
                       std::span<const float> style, const Trace& trace) const;
  nn::Matrix source_branch(const nn::Context& context, std::size_t i, nn::ConstMatrixView harmonics,
                           std::span<const float> style, const Trace& trace) const;
  nn::Matrix run_resblocks(const nn::Context& context, std::size_t i, nn::ConstMatrixView x,
                           std::span<const float> style, const Trace& trace) const;

  HarmonicSource source_;
  WaveformHead head_;
  std::vector<Stage> stages_;
  nn::Conv1d conv_post_;
};

}  // namespace kokoro::model
