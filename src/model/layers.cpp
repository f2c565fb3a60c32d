#include "model/layers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kokoro::model {

nn::Conv1d LayerBuilder::linear(const std::string& name, int in, int out, bool bias) {
  const Weights w = take(name + ".weight", {out, in});
  const Weights b = bias ? take(name + ".bias", {out}) : Weights();
  if (!w || (bias && !b)) return {};
  return {target_, {.in = in, .out = out}, w.source(), b ? b.source() : nullptr};
}

nn::Conv1d LayerBuilder::conv(const std::string& name, const nn::Conv1dShape& shape, bool bias) {
  const Weights w = take_weight_norm(name, {shape.out, shape.in, shape.width});
  const Weights b = bias ? take(name + ".bias", {shape.out}) : Weights();
  if (!w || (bias && !b)) return {};
  return {target_, shape, w.source(), b ? b.source() : nullptr};
}

nn::LayerNorm LayerBuilder::layer_norm(const std::string& weight, const std::string& bias, int channels,
                                       float epsilon) {
  const Weights w = take(weight, {channels});
  const Weights b = take(bias, {channels});
  if (!w || !b) return {};
  return {w.read(), b.read(), epsilon};
}

nn::AdaIn LayerBuilder::ada_in(const std::string& name, int channels) {
  const Weights w = take(name + ".fc.weight", {2 * channels, style_dim_});
  const Weights b = take(name + ".fc.bias", {2 * channels});
  if (!w || !b) return {};
  return {target_, channels, style_dim_, w.source(), b.source()};
}

nn::BiLstm LayerBuilder::bi_lstm(const std::string& name, int in, int hidden) {
  std::vector<Weights> all;
  std::vector<nn::LstmWeights> directions;
  for (const char* suffix : {"", "_reverse"}) {
    all.push_back(take(fmt::format("{}.weight_ih_l0{}", name, suffix), {4 * hidden, in}));
    all.push_back(take(fmt::format("{}.weight_hh_l0{}", name, suffix), {4 * hidden, hidden}));
    all.push_back(take(fmt::format("{}.bias_ih_l0{}", name, suffix), {4 * hidden}));
    all.push_back(take(fmt::format("{}.bias_hh_l0{}", name, suffix), {4 * hidden}));
  }
  if (std::any_of(all.begin(), all.end(), [](const Weights& w) { return !w; })) return {};
  for (std::size_t d = 0; d < 2; ++d)
    directions.push_back(
        {all[4 * d].source(), all[4 * d + 1].source(), all[4 * d + 2].source(), all[4 * d + 3].source()});
  return {target_, in, hidden, directions[0], directions[1]};
}

nn::StyleResBlock LayerBuilder::style_resblock(const std::string& name, int in, int out) {
  nn::StyleResBlock block;
  block.norm1 = ada_in(name + ".norm1", in);
  block.norm2 = ada_in(name + ".norm2", out);
  // Instance norms over few frames raise the error of the products before them: no tiles that cost a bit.
  nn::Conv1dShape shape{.in = in, .out = out, .width = 3, .dilation = 1, .pad = 1, .tile = 2, .precision = precision_};
  block.conv1 = conv(name + ".conv1", shape);
  shape.in = out;
  block.conv2 = conv(name + ".conv2", shape);
  block.has_shortcut = in != out;
  if (block.has_shortcut)
    block.shortcut = conv(name + ".conv1x1", {.in = in, .out = out, .precision = precision_}, false);
  block.upsample = has(name + ".pool.weight_v") || has(name + ".pool.weight");
  if (block.upsample) {
    const Weights w = take_weight_norm(name + ".pool", {in, 1, 3});
    const Weights b = take(name + ".pool.bias", {in});
    if (w && b) block.pool = {w.read(), b.read()};
  }
  return block;
}

nn::SnakeParameters LayerBuilder::snake(const std::string& name, int channels) {
  const Weights alpha = take(name, {1, channels, 1});
  return alpha ? nn::SnakeParameters(alpha.read()) : nn::SnakeParameters();
}

nn::SnakeResBlock LayerBuilder::snake_resblock(const std::string& name, int channels, int width,
                                               const std::vector<int>& dilations) {
  nn::SnakeResBlock block;
  for (std::size_t j = 0; j < dilations.size(); ++j) {
    nn::SnakeResBlock::Step step;
    step.norm1 = ada_in(fmt::format("{}.adain1.{}", name, j), channels);
    step.norm2 = ada_in(fmt::format("{}.adain2.{}", name, j), channels);
    step.snake1 = snake(fmt::format("{}.alpha1.{}", name, j), channels);
    step.snake2 = snake(fmt::format("{}.alpha2.{}", name, j), channels);
    nn::Conv1dShape shape{.in = channels, .out = channels, .width = width, .dilation = dilations[j]};
    shape.tile = 6;
    shape.precision = precision_;
    shape.pad = (width - 1) * shape.dilation / 2;
    step.conv1 = conv(fmt::format("{}.convs1.{}", name, j), shape);
    shape.dilation = 1;
    shape.pad = (width - 1) / 2;
    step.conv2 = conv(fmt::format("{}.convs2.{}", name, j), shape);
    block.steps.push_back(std::move(step));
  }
  return block;
}

}  // namespace kokoro::model
