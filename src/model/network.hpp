#pragma once

#include <kokoro/error.hpp>
#include <memory>

#include "checkpoint/tensor.hpp"
#include "model/backend.hpp"
#include "model/decoder.hpp"
#include "model/prosody_predictor.hpp"
#include "model/text_encoder.hpp"
#include "model/trace.hpp"
#include "model/weight_faults.hpp"
#include "nn/albert.hpp"

namespace kokoro::model {

/// The whole of Kokoro: ids and style to samples. Immutable: any thread may call read_text() and vocode().
/// Source: KModel of hexgrad/kokoro model.py.
class Network {
 public:
  /// Lays out the network of `config` for the tensors of a checkpoint: their shapes are checked, their numbers are read
  /// when the weights are packed. `precision` is that of the vocoder's convolutions. Errors: corrupt, one report of
  /// everything that does not fit, or a record whose checksum is wrong.
  static Result<std::unique_ptr<Network>> build(const ModelConfig& config, const checkpoint::Checkpoint& checkpoint,
                                                const kernels::KernelTable& table, Precision precision);

  /// Where the packed weights belong: give it memory before the first forward().
  nn::PackedStore& store() { return *store_; }

  /// What the text side hands to the vocoder.
  struct TextSide {
    std::vector<std::int32_t> durations;  ///< frames per id
    ProsodyCurves curves;                 ///< pitch and energy, two values a frame
    std::vector<float> asr;               ///< text features of each frame, [frames, hidden]
  };

  /// `utterance` has been checked. Errors: cancelled; too_large (more frames than kMaxFrames); corrupt (the weights
  /// give durations that are not numbers).
  Result<TextSide> read_text(const nn::Context& context, const Utterance& utterance, const Trace& trace = {}) const;

  /// Samples for a style row and the seed of the noise. Errors: cancelled.
  Result<std::vector<float>> vocode(const nn::Context& context, const TextSide& text, std::span<const float> style,
                                    std::uint64_t seed, const Trace& trace = {}) const;

  std::size_t parameters() const { return parameters_; }

  /// Whether the numbers that have been read so far are any; all have been once the store is full. Errors: corrupt.
  Result<void> judge_weights(const std::string& file) const { return faults_->judge(file); }

  /// About seven minutes: ten times what 510 phonemes last at normal speed.
  static constexpr int kMaxFrames = 1 << 14;

 private:
  Network(const ModelConfig& config, WeightReader& reader, const kernels::KernelTable& table, Precision precision);
  static nn::Albert read_albert(WeightReader& reader, const nn::PackTarget& target, const ModelConfig& config);
  nn::Matrix encode_text(const nn::Context& context, const Utterance& utterance, const Trace& trace) const;
  Result<std::vector<std::int32_t>> choose_durations(const nn::Context& context, nn::ConstMatrixView d, float speed,
                                                     const Trace& trace) const;

  std::unique_ptr<nn::PackedStore> store_;
  int style_dim_;
  nn::Albert bert_;
  nn::Conv1d bert_encoder_;
  ProsodyPredictor predictor_;
  TextEncoder text_encoder_;
  Decoder decoder_;
  std::size_t parameters_ = 0;
  std::shared_ptr<const WeightFaults> faults_;
};

}  // namespace kokoro::model
