#pragma once

#include <string>
#include <string_view>

#include "model/weight_reader.hpp"
#include "nn/bi_lstm.hpp"
#include "nn/conv1d.hpp"
#include "nn/layer_norm.hpp"
#include "nn/snake_resblock.hpp"
#include "nn/style_resblock.hpp"

namespace kokoro::model {

/// Builds layers from the tensors of one group of a checkpoint; what is missing or of a wrong shape ends up in the
/// reader's report. `name` is the layer's prefix in the group.
class LayerBuilder {
 public:
  LayerBuilder(WeightReader& reader, const nn::PackTarget& target, std::string_view group, int style_dim,
               Precision precision)
      : reader_(reader), target_(target), group_(group), style_dim_(style_dim), precision_(precision) {}

  nn::Conv1d linear(const std::string& name, int in, int out, bool bias = true);
  nn::Conv1d conv(const std::string& name, const nn::Conv1dShape& shape, bool bias = true);  ///< weight-normalised
  nn::LayerNorm layer_norm(const std::string& weight, const std::string& bias, int channels, float epsilon);
  nn::AdaIn ada_in(const std::string& name, int channels);
  nn::BiLstm bi_lstm(const std::string& name, int in, int hidden);
  nn::StyleResBlock style_resblock(const std::string& name, int in, int out);
  nn::SnakeResBlock snake_resblock(const std::string& name, int channels, int width, const std::vector<int>& dilations);

  Weights take(const std::string& name, std::vector<int> shape) { return reader_.take(group_, name, std::move(shape)); }
  Weights take_weight_norm(const std::string& name, std::vector<int> shape) {
    return reader_.take_weight_norm(group_, name, std::move(shape));
  }
  int dimension(const std::string& name, std::size_t axis) { return reader_.dimension(group_, name, axis); }
  bool has(const std::string& name) const { return reader_.has(group_, name); }
  void ignore(const std::string& name) { reader_.ignore(group_, name); }
  const nn::PackTarget& target() const { return target_; }
  int style_dim() const { return style_dim_; }
  /// The same with products of another precision.
  LayerBuilder with(Precision precision) const {
    LayerBuilder other = *this;
    other.precision_ = precision;
    return other;
  }
  /// Of the products in residual blocks, and of whatever asks for it.
  Precision precision() const { return precision_; }

 private:
  nn::SnakeParameters snake(const std::string& name, int channels);

  WeightReader& reader_;
  nn::PackTarget target_;
  std::string_view group_;
  int style_dim_;
  Precision precision_;
};

}  // namespace kokoro::model
