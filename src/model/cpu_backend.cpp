#include "model/cpu_backend.hpp"

#include <fmt/format.h>

#include <cmath>

namespace kokoro::model {

std::unique_ptr<Backend> make_cpu_backend(int threads) { return std::make_unique<CpuBackend>(threads); }

CpuBackend::CpuBackend(int threads) : pool_(threads) {}

Result<void> CpuBackend::load(const ModelFiles& files) {
  Result<const kernels::KernelTable*> table = kernels::choose_table();
  if (!table) return fail(table.error());
  Result<ModelConfig> config = read_config(files.config);
  if (!config) return fail(config.error());
  Result<checkpoint::Checkpoint> checkpoint = checkpoint::read_checkpoint(files.weights);
  if (!checkpoint) return fail(checkpoint.error());
  Result<std::unique_ptr<Network>> network = Network::build(*config, *checkpoint, **table);
  if (!network) return fail(network.error());
  (*network)->store().allocate(pool_);
  table_ = *table;
  config_ = std::move(*config);
  network_ = std::move(*network);
  return {};
}

void CpuBackend::release() {
  network_.reset();
  const std::lock_guard lock(mutex_);
  workspaces_.clear();
}

std::string CpuBackend::device() const {
  return fmt::format("cpu ({}, {} thread{})", table_ ? table_->name : "not loaded", pool_.threads(),
                     pool_.threads() == 1 ? "" : "s");
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

std::unique_ptr<nn::Workspace> CpuBackend::borrow_workspace() const {
  const std::lock_guard lock(mutex_);
  if (workspaces_.empty()) return std::make_unique<nn::Workspace>();
  std::unique_ptr<nn::Workspace> workspace = std::move(workspaces_.back());
  workspaces_.pop_back();
  return workspace;
}

void CpuBackend::return_workspace(std::unique_ptr<nn::Workspace> workspace) const {
  const std::lock_guard lock(mutex_);
  workspaces_.push_back(std::move(workspace));
}

Result<Speech> CpuBackend::run(const Utterance& utterance, const CancelToken& cancel, const Trace& trace) const {
  if (Result<void> valid = check(utterance); !valid) return fail(valid.error());
  std::unique_ptr<nn::Workspace> workspace = borrow_workspace();
  const nn::Context context{*table_, pool_, *workspace, cancel};
  Result<Speech> speech = network_->forward(context, utterance, trace);
  return_workspace(std::move(workspace));
  return speech;
}

Result<std::vector<Speech>> CpuBackend::infer(std::span<const Utterance> batch, const CancelToken& cancel) const {
  std::vector<Speech> all;
  for (const Utterance& utterance : batch) {
    Result<Speech> speech = run(utterance, cancel, {});
    if (!speech) return fail(speech.error());
    all.push_back(std::move(*speech));
  }
  return all;
}

}  // namespace kokoro::model
