#pragma once

#include <cstdint>
#include <filesystem>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/precision.hpp>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/blob.hpp"
#include "model/config.hpp"

namespace kokoro::model {

/// The two files a model is made of.
struct ModelFiles {
  Blob config;   ///< config.json
  Blob weights;  ///< .pth or .safetensors
  /// Where a backend may keep what it made of the weights, for its next start: it appends what tells apart the kinds
  /// that it makes. Empty: nowhere.
  std::filesystem::path packed{};
};

/// One piece of speech to make.
struct Utterance {
  std::span<const std::int32_t> ids;  ///< vocabulary ids between the two edge zeros, which are included: 0 … 0
  std::span<const float> style;       ///< one row of a voice pack: 2 x style_dim (decoder half, then prosody half)
  float speed = 1.0F;
  std::uint64_t seed = 0;  ///< of the source noise
  CancelToken cancel = {};
};

struct Speech {
  std::vector<float> audio;             ///< mono, 24 kHz
  std::vector<std::int32_t> durations;  ///< 25 ms frames per id; audio.size() = 600 x their sum
};

/// The text side of an utterance: how long each id lasts, and what the vocoder needs, which only the backend that made
/// it knows, and the utterance's cancel token. Immutable.
class Prosody {
 public:
  explicit Prosody(CancelToken cancel) : cancel_(std::move(cancel)) {}
  virtual ~Prosody() = default;
  const std::vector<std::int32_t>& durations() const { return durations_; }
  const CancelToken& cancel() const { return cancel_; }

 protected:
  std::vector<std::int32_t> durations_;

 private:
  CancelToken cancel_;
};

/// How much of the device one call may use: a lone call takes the whole, of many calls at once each takes a part. The
/// results are the same to the bit.
enum class Share : std::uint8_t { whole, part };

/// Which device is wanted, and how it is used.
struct BackendOptions {
  std::string device = "auto";  ///< one of Capabilities::devices; "auto": the best that this machine has
  int threads = 0;              ///< of the CPU that compute; 0: one per core
  Precision precision = Precision::automatic;
};

/// What a backend can do, known before a model is loaded.
struct Capabilities {
  std::vector<std::string> devices;   ///< names for BackendOptions::device: "cpu"
  std::vector<Precision> precisions;  ///< those it computes in, `automatic` not among them
  std::size_t largest_batch = 1;      ///< utterances that a call takes, at least 1
  int parallel_calls = 1;             ///< calls of Share::part that run beside each other without waiting
};

/// A device that can run a Kokoro network. Thread-safe after load(): prepare() and vocode() may run side by side.
class Backend {
 public:
  virtual ~Backend() = default;

  /// Reads and prepares the weights; on failure nothing is kept and load() may be called again.
  virtual Result<void> load(const ModelFiles& files) = 0;

  virtual const Capabilities& capabilities() const = 0;

  /// The text side of a batch of utterances: a few percent of the work. That of the next chunk may run beside the
  /// vocoder of this one. Keeps nothing of what the utterances view. At most Capabilities::largest_batch of them, whose
  /// results come in their order and do not depend on the others.
  /// Errors, each of its utterance alone: invalid_input (no ids, more ids than positions, id outside the embedding,
  /// wrong style width), cancelled.
  virtual std::vector<Result<std::unique_ptr<Prosody>>> prepare(std::span<const Utterance> batch,
                                                                Share share) const = 0;

  /// The sound of what prepare() of this backend made, whichever batches that was in. Errors: cancelled.
  virtual std::vector<Result<Speech>> vocode(std::span<const Prosody* const> batch, Share share) const = 0;

  /// "cpu (AVX2, fp32, 2 threads)".
  virtual std::string device() const = 0;

  /// What the loaded network is.
  virtual const ModelConfig& config() const = 0;
  virtual std::size_t parameters() const = 0;

  /// Frees the weights. No prepare() or vocode() may be running.
  virtual void release() = 0;
};

/// A batch of one.
inline Result<std::unique_ptr<Prosody>> prepare_one(const Backend& backend, const Utterance& utterance, Share share) {
  return std::move(backend.prepare({&utterance, 1}, share).front());
}
inline Result<Speech> vocode_one(const Backend& backend, const Prosody& prosody, Share share) {
  const Prosody* one = &prosody;
  return std::move(backend.vocode({&one, 1}, share).front());
}

}  // namespace kokoro::model
