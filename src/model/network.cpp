#include "model/network.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

namespace kokoro::model {
namespace {

/// Repeats row i of `x` durations[i] times.
nn::Matrix regulate_length(const nn::Context& context, nn::ConstMatrixView x, std::span<const std::int32_t> durations,
                           int frames) {
  nn::Matrix y = context.matrix(frames, x.columns);
  int t = 0;
  for (int i = 0; i < x.rows; ++i) {
    for (std::int32_t d = 0; d < durations[static_cast<std::size_t>(i)]; ++d)
      std::copy_n(x.row(i), x.columns, y.row(t++));
  }
  return y;
}

/// The numbers of all, one after the other.
nn::WeightSource joined(const std::vector<Weights>& parts) {
  return [parts] {
    std::vector<float> all;
    for (const Weights& part : parts) {
      const std::vector<float> values = part.read();
      all.insert(all.end(), values.begin(), values.end());
    }
    return all;
  };
}

tl::unexpected<Error> cancelled() { return fail(ErrorCode::cancelled, "the synthesis was cancelled"); }

}  // namespace

nn::Albert Network::read_albert(WeightReader& reader, const nn::PackTarget& target, const ModelConfig& config) {
  constexpr float kEpsilon = 1e-12F;
  LayerBuilder build(reader, target, "bert", config.style_dim, Precision::fp32);
  const ModelConfig::Plbert& shape = config.plbert;
  nn::Albert bert;
  bert.hidden = shape.hidden_size;
  bert.heads = shape.num_attention_heads;
  bert.layers = shape.num_hidden_layers;
  bert.embedding = build.dimension("embeddings.word_embeddings.weight", 1);
  const Weights words = build.take("embeddings.word_embeddings.weight", {config.n_token, bert.embedding});
  const Weights positions =
      build.take("embeddings.position_embeddings.weight", {shape.max_position_embeddings, bert.embedding});
  const Weights types = build.take("embeddings.token_type_embeddings.weight", {WeightReader::kAny, bert.embedding});
  if (words && positions && types) {
    bert.token_rows = words.read();
    const std::vector<float> type = types.read();
    for (std::size_t i = 0; i < bert.token_rows.size(); ++i) {
      bert.token_rows[i] += type[i % static_cast<std::size_t>(bert.embedding)];
    }
    bert.position_rows = positions.read();
  }
  bert.embedding_norm =
      build.layer_norm("embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias", bert.embedding, kEpsilon);
  bert.mapping_in = build.linear("encoder.embedding_hidden_mapping_in", bert.embedding, bert.hidden);

  const std::string layer = "encoder.albert_layer_groups.0.albert_layers.0.";
  std::vector<Weights> w;
  std::vector<Weights> b;
  for (const char* part : {"query", "key", "value"}) {
    w.push_back(build.take(fmt::format("{}attention.{}.weight", layer, part), {bert.hidden, bert.hidden}));
    b.push_back(build.take(fmt::format("{}attention.{}.bias", layer, part), {bert.hidden}));
  }
  bert.layer.query_key_value = nn::Conv1d(target, {.in = bert.hidden, .out = 3 * bert.hidden}, joined(w), joined(b));
  bert.layer.dense = build.linear(layer + "attention.dense", bert.hidden, bert.hidden);
  bert.layer.attention_norm =
      build.layer_norm(layer + "attention.LayerNorm.weight", layer + "attention.LayerNorm.bias", bert.hidden, kEpsilon);
  bert.layer.feed_in = build.linear(layer + "ffn", bert.hidden, shape.intermediate_size);
  bert.layer.feed_out = build.linear(layer + "ffn_output", shape.intermediate_size, bert.hidden);
  bert.layer.output_norm = build.layer_norm(layer + "full_layer_layer_norm.weight",
                                            layer + "full_layer_layer_norm.bias", bert.hidden, kEpsilon);
  // In the file, but Kokoro never asks for the pooled output.
  for (const char* unused : {"pooler.weight", "pooler.bias", "embeddings.position_ids"}) build.ignore(unused);
  return bert;
}

namespace {

template <class Module>
Module read(WeightReader& reader, const nn::PackTarget& target, const ModelConfig& config, std::string_view group,
            Precision precision = Precision::fp32) {
  LayerBuilder build(reader, target, group, config.style_dim, precision);
  return Module(build, config);
}

nn::Conv1d read_bert_encoder(WeightReader& reader, const nn::PackTarget& target, const ModelConfig& config) {
  const Weights w = reader.take("bert_encoder", "weight", {config.hidden_dim, config.plbert.hidden_size});
  const Weights b = reader.take("bert_encoder", "bias", {config.hidden_dim});
  if (!w || !b) return {};
  return {target, {.in = config.plbert.hidden_size, .out = config.hidden_dim}, w.source(), b.source()};
}

}  // namespace

Network::Network(const ModelConfig& config, WeightReader& reader, const kernels::KernelTable& table,
                 Precision precision)
    : store_(std::make_unique<nn::PackedStore>()),
      style_dim_(config.style_dim),
      bert_(read_albert(reader, {table, *store_}, config)),
      bert_encoder_(read_bert_encoder(reader, {table, *store_}, config)),
      predictor_(read<ProsodyPredictor>(reader, {table, *store_}, config, "predictor")),
      text_encoder_(read<TextEncoder>(reader, {table, *store_}, config, "text_encoder")),
      decoder_(read<Decoder>(reader, {table, *store_}, config, "decoder", precision)),
      parameters_(reader.parameters()),
      faults_(reader.faults()) {}

Result<std::unique_ptr<Network>> Network::build(const ModelConfig& config, const checkpoint::Checkpoint& checkpoint,
                                                const kernels::KernelTable& table, Precision precision) {
  WeightReader reader(checkpoint);
  std::unique_ptr<Network> network(new Network(config, reader, table, precision));
  if (Result<void> complete = reader.finish(); !complete) return fail(complete.error());
  // Of those numbers that are read by now: tables that are not packed.
  for (const checkpoint::StoredRecord* record : checkpoint::records_of(checkpoint)) {
    if (Result<void> intact = record->verdict(); !intact) return fail(intact.error());
  }
  return network;
}

nn::Matrix Network::encode_text(const nn::Context& context, const Utterance& utterance, const Trace& trace) const {
  const int tokens = static_cast<int>(utterance.ids.size());
  const nn::Matrix hidden = context.matrix(tokens, bert_.hidden);
  bert_.forward(context, utterance.ids, hidden, [&](int layer, nn::ConstMatrixView value) {
    trace.see(layer == -2   ? "bert.embeddings"
              : layer == -1 ? "bert.mapping_in"
                            : fmt::format("bert.layer{:02}", layer),
              value);
  });
  trace.see("bert", hidden);
  const nn::Matrix d_en = context.matrix(tokens, bert_encoder_.shape().out);
  bert_encoder_.forward(context, hidden, d_en);
  trace.see("bert_encoder", d_en);
  trace.done("bert");
  return predictor_.encode(context, d_en, utterance.style.subspan(static_cast<std::size_t>(style_dim_)), trace);
}

Result<std::vector<std::int32_t>> Network::choose_durations(const nn::Context& context, nn::ConstMatrixView d,
                                                            float speed, const Trace& trace) const {
  const std::vector<float> expected = predictor_.durations(context, d, speed, trace);
  trace.done("durations");
  if (context.cancel.cancelled()) return cancelled();
  if (!trace.durations.empty()) return trace.durations;
  std::vector<std::int32_t> durations;
  std::int64_t total = 0;
  for (const float frames : expected) {
    if (!std::isfinite(frames)) {
      return fail(ErrorCode::corrupt, "the weights give durations that are not numbers",
                  "fetch the model again with `kokoro pull`");
    }
    durations.push_back(
        std::max(1, static_cast<std::int32_t>(std::nearbyint(std::min(frames, static_cast<float>(kMaxFrames))))));
    total += durations.back();
  }
  if (total > kMaxFrames) {
    return fail(ErrorCode::too_large,
                fmt::format("one stretch of text would last {} frames of 25 ms, more than {}", total, kMaxFrames),
                "take a higher speed or shorter sentences");
  }
  return durations;
}

Result<Network::TextSide> Network::read_text(const nn::Context& context, const Utterance& utterance,
                                             const Trace& trace) const {
  const std::span<const float> style = utterance.style.subspan(static_cast<std::size_t>(style_dim_));
  nn::Matrix d = encode_text(context, utterance, trace);
  Result<std::vector<std::int32_t>> durations = choose_durations(context, d, utterance.speed, trace);
  if (!durations) return fail(durations.error());
  TextSide text{std::move(*durations), {}, {}};
  const int frames = std::accumulate(text.durations.begin(), text.durations.end(), 0);
  {
    const nn::Matrix en = regulate_length(context, d, text.durations, frames);
    d = nn::Matrix();
    trace.see("en", en);
    text.curves = predictor_.curves(context, en, style, trace);
  }
  if (!trace.f0.empty()) text.curves.f0 = trace.f0;
  if (!trace.n.empty()) text.curves.n = trace.n;
  trace.see("F0", {text.curves.f0.data(), 1, 2 * frames, text.curves.f0.size()});
  trace.see("N", {text.curves.n.data(), 1, 2 * frames, text.curves.n.size()});
  trace.done("pitch and energy");
  const nn::Matrix t_en = text_encoder_.forward(context, utterance.ids, trace);
  const nn::Matrix asr = regulate_length(context, t_en, text.durations, frames);
  trace.see("asr", asr);
  text.asr.assign(asr.data, asr.data + static_cast<std::size_t>(frames) * asr.stride);
  trace.done("text encoder");
  if (context.cancel.cancelled()) return cancelled();
  return text;
}

Result<std::vector<float>> Network::vocode(const nn::Context& context, const TextSide& text,
                                           std::span<const float> style, std::uint64_t seed, const Trace& trace) const {
  const int frames = static_cast<int>(text.curves.f0.size() / 2);
  const auto width = text.asr.size() / static_cast<std::size_t>(std::max(1, frames));
  const nn::ConstMatrixView asr{text.asr.data(), frames, static_cast<int>(width), width};
  std::vector<float> audio =
      decoder_.forward(context, asr, text.curves, style.first(static_cast<std::size_t>(style_dim_)), seed, trace);
  if (context.cancel.cancelled()) return cancelled();
  trace.see("audio", {audio.data(), 1, static_cast<int>(audio.size()), audio.size()});
  return audio;
}

}  // namespace kokoro::model
