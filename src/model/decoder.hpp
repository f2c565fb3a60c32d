#pragma once

#include <span>
#include <vector>

#include "model/generator.hpp"
#include "model/layers.hpp"
#include "model/prosody_predictor.hpp"
#include "model/trace.hpp"

namespace kokoro::model {

/// Text features and curves per frame to the generator's input, and through it to samples.
/// Source: Decoder of hexgrad/kokoro istftnet.py. Immutable.
class Decoder {
 public:
  Decoder(LayerBuilder& build, const struct ModelConfig& config);

  /// asr [frames, hidden], curves [2·frames] → samples.
  std::vector<float> forward(const nn::Context& context, nn::ConstMatrixView asr, const ProsodyCurves& curves,
                             std::span<const float> style, std::uint64_t seed, const Trace& trace) const;

 private:
  /// A curve at half its rate: one filter of three taps, stride 2.
  struct CurveFilter {
    float w[3] = {};
    float bias = 0;
    void forward(std::span<const float> curve, nn::MatrixView column) const;
  };
  static CurveFilter read_curve_filter(LayerBuilder& build, const std::string& name);

  int hidden_;
  nn::StyleResBlock encode_;
  std::vector<nn::StyleResBlock> decode_;
  CurveFilter f0_filter_;
  CurveFilter n_filter_;
  nn::Conv1d asr_res_;
  Generator generator_;
};

}  // namespace kokoro::model
