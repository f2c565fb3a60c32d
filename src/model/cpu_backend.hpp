#pragma once

#include <mutex>
#include <vector>

#include "model/backend.hpp"
#include "model/network.hpp"

namespace kokoro::model {

/// The network on this machine's cores. See Backend for what may run at once.
class CpuBackend : public Backend {
 public:
  explicit CpuBackend(int threads);

  Result<void> load(const ModelFiles& files) override;
  Result<std::vector<Speech>> infer(std::span<const Utterance> batch, const CancelToken& cancel) const override;
  std::string device() const override;
  const ModelConfig& config() const override { return config_; }
  std::size_t parameters() const override { return network_ ? network_->parameters() : 0; }
  void release() override;
  int threads() const { return pool_.threads(); }
  std::string isa() const { return table_ ? std::string(table_->name) : std::string(); }

  /// infer() of one utterance with a look inside.
  Result<Speech> run(const Utterance& utterance, const CancelToken& cancel, const Trace& trace) const;

 private:
  Result<void> check(const Utterance& utterance) const;
  std::unique_ptr<nn::Workspace> borrow_workspace() const;
  void return_workspace(std::unique_ptr<nn::Workspace> workspace) const;

  mutable ThreadPool pool_;
  const kernels::KernelTable* table_ = nullptr;
  ModelConfig config_;
  std::unique_ptr<const Network> network_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<nn::Workspace>> workspaces_;  ///< of lanes that rest, guarded by mutex_
};

}  // namespace kokoro::model
