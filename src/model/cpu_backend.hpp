#pragma once

#include <thread>

#include "model/backend.hpp"
#include "model/lanes.hpp"
#include "model/network.hpp"
#include "model/packed_file.hpp"
#include "model/style_memos.hpp"

namespace kokoro::model {

/// The network on this machine's cores. See Backend for what may run at once.
class CpuBackend : public Backend {
 public:
  explicit CpuBackend(int threads, Precision precision = Precision::fp32);

  Result<void> load(const ModelFiles& files) override;
  const Capabilities& capabilities() const override { return capabilities_; }
  std::vector<Result<std::unique_ptr<Prosody>>> prepare(std::span<const Utterance> batch, Share share) const override;
  std::vector<Result<Speech>> vocode(std::span<const Prosody* const> batch, Share share) const override;
  std::string device() const override;
  const ModelConfig& config() const override { return config_; }
  std::size_t parameters() const override { return network_ ? network_->parameters() : 0; }
  void release() override;

  /// What every backend of this kind can do.
  static Capabilities possible();

  int threads() const { return pool_.threads(); }
  std::string isa() const { return table_ ? std::string(table_->name) : std::string(); }
  /// The precision in force: never automatic once a model is loaded.
  Precision precision() const { return precision_; }
  /// Whether load() found the packed weights of an earlier one.
  bool weights_were_packed() const { return were_packed_; }
  std::size_t packed_bytes() const { return network_ ? network_->store().bytes() : 0; }
  /// Scratch kept for the next utterances.
  std::size_t scratch_bytes() const { return text_lanes_.resting_bytes() + vocoder_lanes_.resting_bytes(); }
  const kernels::KernelTable* table() const { return table_; }

  /// Both halves of one utterance with a look inside; `flops` counts if it is set.
  Result<Speech> run(const Utterance& utterance, const Trace& trace, Share share = Share::whole,
                     std::uint64_t* flops = nullptr) const;

 private:
  class CpuProsody;
  Result<void> check(const Utterance& utterance) const;
  Result<std::unique_ptr<Prosody>> prepare(const Utterance& utterance, Share share) const;
  Result<Speech> vocode(const Prosody& prosody, Share share) const;
  /// The threads of a call; null: the calling one alone.
  ThreadPool* pool(Share share) const { return share == Share::whole ? &pool_ : nullptr; }
  /// Errors: corrupt (a damaged record of the checkpoint, numbers that are none, a file that changed while it was
  /// read).
  Result<void> give_memory(Network& network, const checkpoint::Checkpoint& checkpoint, const ModelFiles& files);
  Result<void> pack(Network& network, const checkpoint::Checkpoint& checkpoint, const ModelFiles& files);

  const Capabilities capabilities_ = possible();
  mutable ThreadPool pool_;
  Precision wanted_;
  Precision precision_;
  const kernels::KernelTable* table_ = nullptr;
  ModelConfig config_;
  std::unique_ptr<Network> network_;
  bool were_packed_ = false;
  std::jthread publisher_;  ///< writes the packed weights to disk while the first sentences are spoken
  mutable Lanes text_lanes_;
  mutable Lanes vocoder_lanes_;
  mutable StyleMemos styles_;
};

}  // namespace kokoro::model
