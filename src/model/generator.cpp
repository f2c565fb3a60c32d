#include "model/generator.hpp"

#include <fmt/format.h>

#include <cmath>

#include "model/config.hpp"

namespace kokoro::model {
namespace {

constexpr float kStageSlope = 0.1F;
constexpr float kPostSlope = 0.01F;

/// y += x, row by row.
void add_rows(const nn::Context& context, nn::ConstMatrixView x, nn::MatrixView y) {
  constexpr int kRows = 512;
  context.parallel((x.rows + kRows - 1) / kRows, [&](int i) {
    for (int t = i * kRows; t < std::min(x.rows, (i + 1) * kRows); ++t) {
      const float* from = x.row(t);
      float* to = y.row(t);
      for (int c = 0; c < x.columns; ++c) to[c] += from[c];
    }
  });
}

/// Shows what the head will make of x: magnitudes and phases.
void see_spectrum(const Trace& trace, const nn::Context& context, nn::ConstMatrixView x) {
  if (!trace.record) return;
  const int bins = x.columns / 2;
  const nn::Matrix spec = context.matrix(x.rows, bins);
  const nn::Matrix phase = context.matrix(x.rows, bins);
  for (int t = 0; t < x.rows; ++t) {
    for (int k = 0; k < bins; ++k) {
      spec.row(t)[k] = std::exp(x.row(t)[k]);
      phase.row(t)[k] = std::sin(x.row(t)[bins + k]);
    }
  }
  trace.see("gen.spec", spec);
  trace.see("gen.phase", phase);
}

}  // namespace

Generator::Generator(LayerBuilder& build, const ModelConfig& config)
    : source_(build, config), head_(config.istftnet.gen_istft_n_fft, config.istftnet.gen_istft_hop_size) {
  int channels = config.istftnet.upsample_initial_channel;
  for (std::size_t i = 0; i < config.istftnet.upsample_rates.size(); ++i) {
    stages_.push_back(read_stage(build, config, i, channels));
    channels /= 2;
  }
  const int width = build.dimension("generator.conv_post.weight_v", 2);
  conv_post_ =
      build.conv("generator.conv_post",
                 {.in = channels, .out = 2 * head_.bins(), .width = width, .dilation = 1, .pad = (width - 1) / 2});
}

Generator::Stage Generator::read_stage(LayerBuilder& build, const ModelConfig& config, std::size_t i, int in) const {
  const ModelConfig::Istftnet& net = config.istftnet;
  const int channels = in / 2;
  Stage stage;
  const int rate = net.upsample_rates[i];
  const int kernel = net.upsample_kernel_sizes[i];
  const std::string up = fmt::format("generator.ups.{}", i);
  {
    const Weights w = build.take_weight_norm(up, {in, channels, kernel});
    const Weights b = build.take(up + ".bias", {channels});
    if (w && b)
      stage.up = nn::TransposedConv1d(build.target(), in, channels, kernel, rate, (kernel - rate) / 2, w.source(),
                                      b.source(), build.precision());
  }
  int stride = 1;  // from the rate of the spectrum to the rate of this stage
  for (std::size_t later = i + 1; later < net.upsample_rates.size(); ++later) stride *= net.upsample_rates[later];
  const std::string noise = fmt::format("generator.noise_convs.{}", i);
  const int noise_width = stride > 1 ? 2 * stride : 1;
  {
    const Weights w = build.take(noise + ".weight", {channels, 2 * head_.bins(), noise_width});
    const Weights b = build.take(noise + ".bias", {channels});
    if (w && b)
      stage.noise_conv = nn::StridedConv1d(build.target(), 2 * head_.bins(), channels, noise_width, stride,
                                           stride > 1 ? (stride + 1) / 2 : 0, w.source(), b.source());
  }
  const std::string noise_res = fmt::format("generator.noise_res.{}", i);
  const int res_width = std::min(build.dimension(noise_res + ".convs1.0.weight_v", 2) | 1, 63);
  stage.noise_res = build.snake_resblock(noise_res, channels, res_width, {1, 3, 5});
  const std::size_t kinds = net.resblock_kernel_sizes.size();
  for (std::size_t j = 0; j < kinds; ++j) {
    stage.resblocks.push_back(build.snake_resblock(fmt::format("generator.resblocks.{}", i * kinds + j), channels,
                                                   net.resblock_kernel_sizes[j], net.resblock_dilation_sizes[j]));
  }
  return stage;
}

nn::Matrix Generator::source_branch(const nn::Context& context, std::size_t i, nn::ConstMatrixView harmonics,
                                    std::span<const float> style, const Trace& trace) const {
  const Stage& stage = stages_[i];
  const nn::Matrix x = context.matrix(stage.noise_conv.rows_out(harmonics.rows), stage.noise_conv.out());
  stage.noise_conv.forward(context, harmonics, x);
  trace.see(fmt::format("gen.noise_conv{}", i), x);
  nn::ChannelStats stats;
  stats.gather(context, x);
  nn::Matrix y = context.matrix(x.rows, x.columns);
  stage.noise_res.forward(context, x, stats, style, y);
  trace.see(fmt::format("gen.noise_res{}", i), y);
  trace.done(fmt::format("noise path {}", i + 1));
  return y;
}

nn::Matrix Generator::run_resblocks(const nn::Context& context, std::size_t i, nn::ConstMatrixView x,
                                    std::span<const float> style, const Trace& trace) const {
  const Stage& stage = stages_[i];
  const std::size_t kinds = stage.resblocks.size();
  nn::ChannelStats stats;
  stats.gather(context, x);
  nn::Matrix sum = context.matrix(x.rows, x.columns);
  if (trace.record) {
    for (std::size_t j = 0; j < kinds; ++j) {
      stage.resblocks[j].forward(context, x, stats, style, sum);
      trace.see(fmt::format("gen.resblock{}", i * kinds + j), sum);
    }
  }
  for (std::size_t j = 0; j < kinds; ++j) {
    const float factor = j + 1 == kinds ? 1.0F / static_cast<float>(kinds) : 1.0F;
    stage.resblocks[j].forward(context, x, stats, style, sum, j > 0 ? nn::ConstMatrixView(sum) : nn::ConstMatrixView(),
                               factor);
  }
  trace.done(fmt::format("resblocks {}", i + 1));
  return sum;
}

nn::Matrix Generator::run_stage(const nn::Context& context, std::size_t i, nn::Matrix x, nn::Matrix y,
                                std::span<const float> style, const Trace& trace) const {
  {
    nn::ConvFusion fusion;
    fusion.input.activation = kernels::Activation::leaky_relu;
    fusion.input.slope = kStageSlope;
    const nn::TransposedConv1d::Output up = stages_[i].up.forward(context, x, fusion);
    x = nn::Matrix();
    trace.see(fmt::format("gen.up{}", i), up.y);
    // The last stage has one frame more than its upsampling: reflected on the left.
    const int extra = y.rows - up.y.rows;
    if (extra > 0) add_rows(context, up.y.rows_from(1, 1), y.rows_from(0, 1));
    add_rows(context, up.y.rows_from(0, y.rows - extra), y.rows_from(extra, y.rows - extra));
    trace.done(fmt::format("upsampling {}", i + 1));
  }
  return run_resblocks(context, i, y, style, trace);
}

std::vector<float> Generator::forward(const nn::Context& context, nn::Matrix x, std::span<const float> style,
                                      std::span<const float> f0, std::uint64_t seed, const Trace& trace) const {
  // All branches of the source come first, the longest foremost, then the harmonics go: so the most that lives at once
  // is the four tensors of the last stage's resblocks, with no gap between them.
  std::vector<nn::Matrix> branches(stages_.size());
  {
    const nn::Matrix harmonics = source_.spectrum(context, f0, seed, trace);
    for (std::size_t i = stages_.size(); i-- > 0;) branches[i] = source_branch(context, i, harmonics, style, trace);
  }
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    x = run_stage(context, i, std::move(x), std::move(branches[i]), style, trace);
  }
  const nn::Matrix post = context.matrix(x.rows, conv_post_.shape().out);
  nn::ConvFusion fusion;
  fusion.input.activation = kernels::Activation::leaky_relu;
  fusion.input.slope = kPostSlope;
  conv_post_.forward(context, x, post, fusion);
  trace.see("gen.conv_post", post);
  trace.done("last convolution");
  see_spectrum(trace, context, post);
  std::vector<float> audio = head_.forward(context, post);
  trace.done("inverse stft");
  return audio;
}

}  // namespace kokoro::model
