#include "model/cpu_backend.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/ascii.hpp"
#include "base/log.hpp"
#include "base/sha256.hpp"
#include "base/thread_pool.hpp"
#include "checkpoint/fingerprint.hpp"

namespace kokoro::model {
namespace {

/// What the packed weights depend on besides this program's packing, whose version packed_file.cpp names.
std::string packed_key(const ModelFiles& files, const kernels::KernelTable& table, Precision precision) {
  Sha256 config;
  config.update(files.config.bytes);
  return fmt::format("checkpoint {}\nconfig {}\nkernels {} {}\nprecision {}", checkpoint::fingerprint(files.weights),
                     config.hex_digest(), table.name, table.tile_cols, precision_name(precision));
}

}  // namespace

/// What the vocoder needs of an utterance.
class CpuBackend::CpuProsody : public Prosody {
 public:
  CpuProsody(Network::TextSide made, const Utterance& utterance)
      : Prosody(utterance.cancel),
        text(std::move(made)),
        style(utterance.style.begin(), utterance.style.end()),
        seed(utterance.seed) {
    durations_ = text.durations;
  }
  const Network::TextSide text;
  const std::vector<float> style;
  const std::uint64_t seed;
};

CpuBackend::CpuBackend(int threads, Precision precision) : pool_(threads), wanted_(precision), precision_(precision) {}

Result<void> CpuBackend::load(const ModelFiles& files) {
  Result<const kernels::KernelTable*> table = kernels::choose_table();
  if (!table) return fail(table.error());
  Result<ModelConfig> config = read_config(files.config);
  if (!config) return fail(config.error());
  Result<checkpoint::Checkpoint> checkpoint = checkpoint::read_checkpoint(files.weights);
  if (!checkpoint) return fail(checkpoint.error());
  const Precision fastest = (*table)->bf16_tiles ? Precision::bf16 : Precision::fp32;
  const Precision precision = wanted_ == Precision::automatic ? fastest : wanted_;
  Result<std::unique_ptr<Network>> network = Network::build(*config, *checkpoint, **table, precision);
  if (!network) return fail(network.error());
  release();
  table_ = *table;
  precision_ = precision;
  if (auto given = give_memory(**network, *checkpoint, files); !given) return given;
  config_ = std::move(*config);
  network_ = std::move(*network);
  return {};
}

Result<void> CpuBackend::give_memory(Network& network, const checkpoint::Checkpoint& checkpoint,
                                     const ModelFiles& files) {
  nn::PackedStore& store = network.store();
  were_packed_ = false;
  if (files.packed.empty()) return pack(network, checkpoint, files);
  const std::filesystem::path path =
      fmt::format("{}.{}-{}.packed", files.packed.string(), ascii_lower(table_->name), precision_name(precision_));
  const std::string key = packed_key(files, *table_, precision_);
  auto packed = read_packed(path, key, store.bytes(), pool_);
  if (packed.state == PackedState::whole) {
    were_packed_ = true;
    store.adopt(std::move(packed.memory));
    return check_unchanged(files.weights);
  }
  if (packed.state == PackedState::damaged) {
    log::warning("packed weights in {} are damaged: they are packed anew from the model", path.string());
  }
  if (auto done = pack(network, checkpoint, files); !done) return done;
  publisher_ = std::jthread([memory = store.owner(), bytes = store.bytes(), key, path] {
    if (!write_packed(path, key, {memory.get(), bytes})) {
      log::debug("packed weights are not kept: {} cannot be written", path.string());
    }
  });
  return {};
}

/// Fills the store from the checkpoint, once all of it is known to be what was written.
Result<void> CpuBackend::pack(Network& network, const checkpoint::Checkpoint& checkpoint, const ModelFiles& files) {
  const auto records = checkpoint::records_of(checkpoint);
  pool_.run(static_cast<int>(records.size()),
            [&](int i) { static_cast<void>(records[static_cast<std::size_t>(i)]->verify()); });
  for (const checkpoint::StoredRecord* record : records) {
    if (auto intact = record->verdict(); !intact) return intact;
  }
  // Checkpoint and packed weights need not be in memory together.
  network.store().allocate(pool_, [&files] { release_pages(files.weights); });
  if (auto unchanged = check_unchanged(files.weights); !unchanged) return unchanged;
  return network.judge_weights(files.weights.name);
}

void CpuBackend::release() {
  if (publisher_.joinable()) publisher_.join();
  network_.reset();
  text_lanes_.clear();
  vocoder_lanes_.clear();
  styles_.clear();
}

std::string CpuBackend::device() const {
  return fmt::format("cpu ({}, {}, {} thread{})", table_ ? table_->name : "not loaded", precision_name(precision_),
                     pool_.threads(), pool_.threads() == 1 ? "" : "s");
}

Result<void> CpuBackend::check(const Utterance& utterance) const {
  if (!network_) return fail(ErrorCode::unavailable, "no model is loaded");
  const auto positions = static_cast<std::size_t>(config_.plbert.max_position_embeddings);
  if (utterance.ids.empty() || utterance.ids.size() > positions) {
    return fail(ErrorCode::invalid_input,
                fmt::format("an utterance has {} tokens, expected 1 to {}", utterance.ids.size(), positions));
  }
  for (const std::int32_t id : utterance.ids) {
    if (id < 0 || id >= config_.n_token) {
      return fail(ErrorCode::invalid_input,
                  fmt::format("token id {} is outside the vocabulary of {}", id, config_.n_token));
    }
  }
  const auto width = static_cast<std::size_t>(2 * config_.style_dim);
  if (utterance.style.size() != width) {
    return fail(ErrorCode::invalid_input,
                fmt::format("a style row has {} numbers, expected {}", utterance.style.size(), width));
  }
  if (!std::isfinite(utterance.speed) || utterance.speed <= 0) {
    return fail(ErrorCode::invalid_input, fmt::format("speed must be a positive number, not {}", utterance.speed));
  }
  return {};
}

Capabilities CpuBackend::possible() {
  return {.devices = {"cpu"},
          .precisions = {Precision::fp32, Precision::bf16x3, Precision::bf16},
          .largest_batch = 1,
          .parallel_calls = usable_cores()};
}

std::vector<Result<std::unique_ptr<Prosody>>> CpuBackend::prepare(std::span<const Utterance> batch, Share share) const {
  std::vector<Result<std::unique_ptr<Prosody>>> out;
  for (const Utterance& utterance : batch) out.push_back(prepare(utterance, share));
  return out;
}

std::vector<Result<Speech>> CpuBackend::vocode(std::span<const Prosody* const> batch, Share share) const {
  std::vector<Result<Speech>> out;
  for (const Prosody* prosody : batch) out.push_back(vocode(*prosody, share));
  return out;
}

Result<std::unique_ptr<Prosody>> CpuBackend::prepare(const Utterance& utterance, Share share) const {
  if (Result<void> valid = check(utterance); !valid) return fail(valid.error());
  const Lanes::Lane lane(text_lanes_);
  const auto memo = styles_.find(utterance.style);
  auto text = network_->read_text({*table_, pool(share), lane.workspace(), utterance.cancel, memo.get()}, utterance);
  if (!text) return fail(std::move(text.error()));
  return std::make_unique<CpuProsody>(std::move(*text), utterance);
}

Result<Speech> CpuBackend::vocode(const Prosody& prosody, Share share) const {
  const auto& made = dynamic_cast<const CpuProsody&>(prosody);
  const Lanes::Lane lane(vocoder_lanes_);
  const auto memo = styles_.find(made.style);
  auto audio = network_->vocode({*table_, pool(share), lane.workspace(), made.cancel(), memo.get()}, made.text,
                                made.style, made.seed);
  if (!audio) return fail(std::move(audio.error()));
  return Speech{std::move(*audio), made.durations()};
}

Result<Speech> CpuBackend::run(const Utterance& utterance, const Trace& trace, Share share,
                               std::uint64_t* flops) const {
  if (Result<void> valid = check(utterance); !valid) return fail(valid.error());
  const Lanes::Lane lane(vocoder_lanes_);
  const auto memo = styles_.find(utterance.style);
  const nn::Context context{*table_, pool(share), lane.workspace(), utterance.cancel, memo.get(), flops};
  auto text = network_->read_text(context, utterance, trace);
  if (!text) return fail(std::move(text.error()));
  auto audio = network_->vocode(context, *text, utterance.style, utterance.seed, trace);
  if (!audio) return fail(std::move(audio.error()));
  return Speech{std::move(*audio), std::move(text->durations)};
}

}  // namespace kokoro::model
