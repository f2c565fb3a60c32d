#include "model/prosody_predictor.hpp"

#include <fmt/format.h>

#include <cmath>

#include "model/config.hpp"

namespace kokoro::model {

ProsodyPredictor::ProsodyPredictor(LayerBuilder& build, const ModelConfig& config)
    : hidden_(config.hidden_dim), style_dim_(config.style_dim) {
  const int wide = hidden_ + style_dim_;
  const int half = hidden_ / 2;
  for (int i = 0; i < config.n_layer; ++i) {
    const nn::BiLstm lstm = build.bi_lstm(fmt::format("text_encoder.lstms.{}", 2 * i), wide, half);
    layers_.push_back({lstm, build.ada_in(fmt::format("text_encoder.lstms.{}", 2 * i + 1), hidden_)});
  }
  lstm_ = build.bi_lstm("lstm", wide, half);
  duration_ = build.linear("duration_proj.linear_layer", hidden_, config.max_dur);
  shared_ = build.bi_lstm("shared", wide, half);
  f0_ = read_stack(build, "F0");
  n_ = read_stack(build, "N");
}

ProsodyPredictor::Stack ProsodyPredictor::read_stack(LayerBuilder& build, const std::string& name) const {
  constexpr int kBlocks = 3;
  Stack stack;
  int width = hidden_;
  for (int i = 0; i < kBlocks; ++i) {
    const std::string block = fmt::format("{}.{}", name, i);
    const int out = build.dimension(block + ".conv1.weight_v", 0);
    stack.blocks.push_back(build.style_resblock(block, width, out));
    width = out;
  }
  const Weights w = build.take(name + "_proj.weight", {1, width, 1});
  const Weights b = build.take(name + "_proj.bias", {1});
  if (w && b) stack.projection = nn::Conv1d(build.target(), {.in = width, .out = 1}, w.source(), b.source());
  return stack;
}

nn::Matrix ProsodyPredictor::encode(const nn::Context& context, nn::ConstMatrixView d_en, std::span<const float> style,
                                    const Trace& trace) const {
  nn::Matrix d = context.matrix(d_en.rows, hidden_ + style_dim_);
  for (int t = 0; t < d.rows; ++t) {
    std::copy_n(d_en.row(t), hidden_, d.row(t));
    std::copy(style.begin(), style.end(), d.row(t) + hidden_);
  }
  const nn::MatrixView text = d.columns_from(0, hidden_);
  const auto hidden = static_cast<std::size_t>(hidden_);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    // The input products are done before the first output is written: text may be both.
    layers_[i].lstm.forward(context, d, text);
    trace.see(fmt::format("dur_enc.lstm{}", 2 * i), text);
    std::vector<float> gamma_beta = layers_[i].style.project(context, style);
    for (std::size_t c = 0; c < hidden; ++c) gamma_beta[c] += 1.0F;
    context.kernels.layer_norm(text.data, text.stride, text.rows, hidden_, gamma_beta.data(),
                               gamma_beta.data() + hidden, 1e-5F);
    trace.see(fmt::format("dur_enc.adaln{}", 2 * i + 1), text);
  }
  trace.see("dur_enc", d);
  return d;
}

std::vector<float> ProsodyPredictor::durations(const nn::Context& context, nn::ConstMatrixView d, float speed,
                                               const Trace& trace) const {
  const nn::Matrix x = context.matrix(d.rows, hidden_);
  lstm_.forward(context, d, x);
  trace.see("pred.lstm", x);
  const nn::Matrix logits = context.matrix(d.rows, duration_.shape().out);
  duration_.forward(context, x, logits);
  trace.see("pred.dur_logits", logits);
  std::vector<float> frames;
  for (int t = 0; t < d.rows; ++t) {
    float sum = 0;
    for (int k = 0; k < logits.columns; ++k) sum += 1.0F / (1.0F + std::exp(-logits.row(t)[k]));
    frames.push_back(sum / speed);
  }
  trace.see("pred.duration", {frames.data(), 1, d.rows, frames.size()});
  return frames;
}

std::vector<float> ProsodyPredictor::run_stack(const nn::Context& context, const Stack& stack, nn::ConstMatrixView x,
                                               std::span<const float> style, std::string_view name,
                                               const Trace& trace) const {
  nn::Matrix now;
  for (std::size_t i = 0; i < stack.blocks.size(); ++i) {
    const nn::StyleResBlock& block = stack.blocks[i];
    nn::Matrix next = context.matrix(block.rows_out(x.rows), block.out());
    block.forward(context, x, style, next);
    now = std::move(next);
    x = now;
    trace.see(fmt::format("pred.{}{}", name, i), x);
  }
  std::vector<float> curve(static_cast<std::size_t>(x.rows));
  stack.projection.forward(context, x, {curve.data(), x.rows, 1, 1});
  return curve;
}

ProsodyCurves ProsodyPredictor::curves(const nn::Context& context, nn::ConstMatrixView en, std::span<const float> style,
                                       const Trace& trace) const {
  const nn::Matrix x = context.matrix(en.rows, hidden_);
  shared_.forward(context, en, x);
  trace.see("pred.shared_lstm", x);
  ProsodyCurves curves;
  curves.f0 = run_stack(context, f0_, x, style, "F0", trace);
  curves.n = run_stack(context, n_, x, style, "N", trace);
  return curves;
}

}  // namespace kokoro::model
