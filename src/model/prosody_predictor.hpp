#pragma once

#include <span>
#include <vector>

#include "model/layers.hpp"
#include "model/trace.hpp"

namespace kokoro::model {

/// Pitch (Hz, raw) and energy at twice the duration frame rate, [2·frames] each.
struct ProsodyCurves {
  std::vector<float> f0;
  std::vector<float> n;
};

/// How long each token lasts, and how pitch and energy move.
/// Source: ProsodyPredictor, DurationEncoder of hexgrad/kokoro modules.py. Immutable.
class ProsodyPredictor {
 public:
  ProsodyPredictor(LayerBuilder& build, const struct ModelConfig& config);

  /// Text features for durations and curves: [tokens, hidden + style_dim], from BERT's [tokens, hidden].
  nn::Matrix encode(const nn::Context& context, nn::ConstMatrixView d_en, std::span<const float> style,
                    const Trace& trace) const;

  /// Expected frames of each token before rounding, Σ_k sigmoid(logit_k) / speed.
  std::vector<float> durations(const nn::Context& context, nn::ConstMatrixView d, float speed,
                               const Trace& trace) const;

  /// Curves from the features of each frame, [frames, hidden + style_dim].
  ProsodyCurves curves(const nn::Context& context, nn::ConstMatrixView en, std::span<const float> style,
                       const Trace& trace) const;

 private:
  struct Layer {
    nn::BiLstm lstm;
    nn::AdaIn style;  ///< gamma and beta of an adaptive layer norm over channels
  };
  struct Stack {
    std::vector<nn::StyleResBlock> blocks;
    nn::Conv1d projection;
  };
  Stack read_stack(LayerBuilder& build, const std::string& name) const;
  std::vector<float> run_stack(const nn::Context& context, const Stack& stack, nn::ConstMatrixView x,
                               std::span<const float> style, std::string_view name, const Trace& trace) const;

  int hidden_;
  int style_dim_;
  std::vector<Layer> layers_;
  nn::BiLstm lstm_;
  nn::Conv1d duration_;
  nn::BiLstm shared_;
  Stack f0_;
  Stack n_;
};

}  // namespace kokoro::model
