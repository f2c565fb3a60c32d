#pragma once

#include <span>

#include "nn/conv1d.hpp"
#include "nn/layer_norm.hpp"

namespace kokoro::nn {

/// The one transformer layer that ALBERT applies again and again.
struct AlbertLayer {
  Conv1d query_key_value;  ///< hidden → 3·hidden
  Conv1d dense;
  LayerNorm attention_norm;
  Conv1d feed_in;   ///< hidden → intermediate
  Conv1d feed_out;  ///< intermediate → hidden
  LayerNorm output_norm;
};

/// ALBERT encoder: token ids → [tokens, hidden]. Post-norm, gelu_new, no mask (one utterance at a time).
/// Source: arXiv:1909.11942, HuggingFace modeling_albert.py. Immutable: any thread may call forward().
class Albert {
 public:
  std::vector<float> token_rows;  ///< [vocabulary, embedding] with the type-0 row added
  std::vector<float> position_rows;
  int embedding = 0;
  int hidden = 0;
  int heads = 1;
  int layers = 0;
  LayerNorm embedding_norm;
  Conv1d mapping_in;
  AlbertLayer layer;

  /// Called with each stage's result: "embeddings", "mapping_in", "layer00" …
  template <class Observer>
  void forward(const Context& context, std::span<const std::int32_t> ids, MatrixView h, Observer&& observe) const {
    Matrix e = embed(context, ids);
    observe(-2, ConstMatrixView(e));
    mapping_in.forward(context, e, h);
    observe(-1, ConstMatrixView(h));
    for (int i = 0; i < layers; ++i) {
      apply_layer(context, h);
      observe(i, ConstMatrixView(h));
    }
  }

 private:
  Matrix embed(const Context& context, std::span<const std::int32_t> ids) const;
  void apply_layer(const Context& context, MatrixView h) const;
  void attend(const Context& context, ConstMatrixView qkv, MatrixView out) const;
};

}  // namespace kokoro::nn
