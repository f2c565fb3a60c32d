#pragma once

#include <span>
#include <vector>

#include "model/layers.hpp"
#include "model/trace.hpp"

namespace kokoro::model {

/// What the decoder knows of the text: embedding, convolutions, bi-LSTM. ids → [tokens, hidden].
/// Source: TextEncoder of hexgrad/kokoro modules.py. Immutable.
class TextEncoder {
 public:
  TextEncoder(LayerBuilder& build, const struct ModelConfig& config);
  nn::Matrix forward(const nn::Context& context, std::span<const std::int32_t> ids, const Trace& trace) const;

 private:
  struct Layer {
    nn::Conv1d conv;
    nn::LayerNorm norm;
  };
  int width_;
  std::vector<float> embedding_;
  std::vector<Layer> layers_;
  nn::BiLstm lstm_;
};

}  // namespace kokoro::model
