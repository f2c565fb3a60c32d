#include "model/decoder.hpp"

#include <fmt/format.h>

#include "model/config.hpp"

namespace kokoro::model {

namespace {

/// Of the decoder's blocks: a twentieth of the vocoder's work. Their instance norms run over as few values as the
/// utterance has frames, three for a single phoneme, and then raise the error of the products before them by 20 dB.
Precision finer(Precision precision) { return precision == Precision::bf16 ? Precision::bf16x3 : Precision::fp32; }

}  // namespace

Decoder::CurveFilter Decoder::read_curve_filter(LayerBuilder& build, const std::string& name) {
  const Weights w = build.take_weight_norm(name, {1, 1, 3});
  CurveFilter filter;
  const Weights b = build.take(name + ".bias", {1});
  if (!w || !b) return filter;
  std::ranges::copy(w.read(), filter.w);
  filter.bias = b.read()[0];
  return filter;
}

void Decoder::CurveFilter::forward(std::span<const float> curve, nn::MatrixView column) const {
  for (int t = 0; t < column.rows; ++t) {
    const auto centre = static_cast<std::size_t>(2 * t);
    float sum = bias + w[1] * curve[centre];
    if (t > 0) sum += w[0] * curve[centre - 1];
    if (centre + 1 < curve.size()) sum += w[2] * curve[centre + 1];
    *column.row(t) = sum;
  }
}

Decoder::Decoder(LayerBuilder& build, const ModelConfig& config)
    : hidden_(config.hidden_dim),
      f0_filter_(read_curve_filter(build, "F0_conv")),
      n_filter_(read_curve_filter(build, "N_conv")),
      generator_(build, config) {
  constexpr int kCurves = 2;
  constexpr int kBlocks = 4;
  LayerBuilder fine = build.with(finer(build.precision()));
  int width = build.dimension("encode.conv1.weight_v", 0);
  encode_ = fine.style_resblock("encode", hidden_ + kCurves, width);
  const int residual = build.dimension("asr_res.0.weight_v", 0);
  asr_res_ = fine.conv("asr_res.0", {.in = hidden_, .out = residual, .precision = fine.precision()});
  for (int i = 0; i < kBlocks; ++i) {
    const std::string name = fmt::format("decode.{}", i);
    const int out = i + 1 == kBlocks ? config.istftnet.upsample_initial_channel : width;
    decode_.push_back(fine.style_resblock(name, width + residual + kCurves, out));
    width = out;
  }
}

std::vector<float> Decoder::forward(const nn::Context& context, nn::ConstMatrixView asr, const ProsodyCurves& curves,
                                    std::span<const float> style, std::uint64_t seed, const Trace& trace) const {
  const int frames = asr.rows;
  nn::Matrix input = context.matrix(frames, hidden_ + 2);
  for (int t = 0; t < frames; ++t) std::copy_n(asr.row(t), hidden_, input.row(t));
  const nn::MatrixView f0 = input.columns_from(hidden_, 1);
  const nn::MatrixView n = input.columns_from(hidden_ + 1, 1);
  f0_filter_.forward(curves.f0, f0);
  n_filter_.forward(curves.n, n);
  trace.see("dec.F0_conv", f0);
  trace.see("dec.N_conv", n);

  // Each block reads [x | asr residual | F0 | N] and writes the x of the next such matrix.
  const int width = encode_.out();
  const int residual = asr_res_.shape().out;
  const auto concatenation = [&] { return context.matrix(frames, width + residual + 2); };
  nn::Matrix now = concatenation();
  nn::Matrix next = concatenation();
  asr_res_.forward(context, asr, now.columns_from(width, residual));
  trace.see("dec.asr_res", now.columns_from(width, residual));
  for (int t = 0; t < frames; ++t) {
    std::copy_n(f0.row(t), 2, now.row(t) + width + residual);
    std::copy_n(now.row(t) + width, residual + 2, next.row(t) + width);
  }
  encode_.forward(context, input, style, now.columns_from(0, width));
  trace.see("dec.encode", now.columns_from(0, width));
  trace.done("decoder encode");
  nn::Matrix x;
  for (std::size_t i = 0; i < decode_.size(); ++i) {
    if (i + 1 < decode_.size()) {
      decode_[i].forward(context, now, style, next.columns_from(0, width));
      std::swap(now, next);
      trace.see(fmt::format("dec.decode{}", i), now.columns_from(0, width));
    } else {
      x = context.matrix(decode_[i].rows_out(frames), decode_[i].out());
      decode_[i].forward(context, now, style, x);
      trace.see(fmt::format("dec.decode{}", i), x);
    }
  }
  input = nn::Matrix();
  now = nn::Matrix();
  next = nn::Matrix();
  trace.done("decoder blocks");
  return generator_.forward(context, std::move(x), style, curves.f0, seed, trace);
}

}  // namespace kokoro::model
