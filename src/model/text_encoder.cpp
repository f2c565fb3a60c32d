#include "model/text_encoder.hpp"

#include <fmt/format.h>

#include "model/config.hpp"

namespace kokoro::model {
namespace {
constexpr float kSlope = 0.2F;
}

TextEncoder::TextEncoder(LayerBuilder& build, const ModelConfig& config) : width_(config.hidden_dim) {
  const Weights rows = build.take("embedding.weight", {config.n_token, width_});
  if (rows) embedding_ = rows.read();
  const int kernel = config.text_encoder_kernel_size;
  for (int i = 0; i < config.n_layer; ++i) {
    const nn::Conv1dShape shape{.in = width_, .out = width_, .width = kernel, .dilation = 1, .pad = (kernel - 1) / 2};
    const nn::Conv1d conv = build.conv(fmt::format("cnn.{}.0", i), shape);
    layers_.push_back(
        {conv, build.layer_norm(fmt::format("cnn.{}.1.gamma", i), fmt::format("cnn.{}.1.beta", i), width_, 1e-5F)});
  }
  lstm_ = build.bi_lstm("lstm", width_, width_ / 2);
}

nn::Matrix TextEncoder::forward(const nn::Context& context, std::span<const std::int32_t> ids,
                                const Trace& trace) const {
  const int tokens = static_cast<int>(ids.size());
  nn::Matrix x = context.matrix(tokens, width_);
  for (int t = 0; t < tokens; ++t) {
    const auto id = static_cast<std::size_t>(ids[static_cast<std::size_t>(t)]);
    std::copy_n(embedding_.data() + id * static_cast<std::size_t>(width_), width_, x.row(t));
  }
  trace.see("text_enc.embedding", x);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    nn::Matrix y = context.matrix(tokens, width_);
    layers_[i].conv.forward(context, x, y);
    layers_[i].norm.forward(context, y);
    context.kernels.leaky_relu(y.data, static_cast<std::size_t>(tokens) * y.stride, kSlope);
    trace.see(fmt::format("text_enc.cnn{}", i), y);
    x = std::move(y);
  }
  nn::Matrix out = context.matrix(tokens, width_);
  lstm_.forward(context, x, out);
  trace.see("t_en", out);
  return out;
}

}  // namespace kokoro::model
