#pragma once

#include <cstdint>
#include <filesystem>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/precision.hpp>
#include <memory>
#include <span>
#include <string>
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

/// One stretch of speech to make.
struct Utterance {
  std::span<const std::int32_t> ids;  ///< vocabulary ids between the two edge zeros, which are included: 0 … 0
  std::span<const float> style;       ///< one row of a voice pack: 2 x style_dim (decoder half, then prosody half)
  float speed = 1.0F;
  std::uint64_t seed = 0;  ///< of the source noise
};

struct Speech {
  std::vector<float> audio;             ///< mono, 24 kHz
  std::vector<std::int32_t> durations;  ///< 25 ms frames per id; audio.size() = 600 x their sum
};

/// The text side of an utterance: how long each id lasts, and what the vocoder needs, which only the backend that made
/// it knows. Immutable.
class Prosody {
 public:
  virtual ~Prosody() = default;
  const std::vector<std::int32_t>& durations() const { return durations_; }

 protected:
  std::vector<std::int32_t> durations_;
};

/// How many of a backend's threads one call may use: a lone request takes all of them, of many at once each takes one.
/// The results are the same to the bit.
enum class Threads { all, one };

/// A device that can run a Kokoro network. Thread-safe after load(): prepare() and vocode() may run side by side.
class Backend {
 public:
  virtual ~Backend() = default;

  /// Reads and prepares the weights; on failure nothing is kept and load() may be called again.
  virtual Result<void> load(const ModelFiles& files) = 0;

  /// The text side of an utterance: a few percent of the work. That of the next chunk may run beside the vocoder of
  /// this one. Keeps nothing of what the utterance views.
  /// Errors: invalid_input (no ids, more ids than positions, id outside the embedding, wrong style width), cancelled.
  virtual Result<std::unique_ptr<Prosody>> prepare(const Utterance& utterance, const CancelToken& cancel,
                                                   Threads threads) const = 0;

  /// The sound of what prepare() of this backend made. Errors: cancelled.
  virtual Result<Speech> vocode(const Prosody& prosody, const CancelToken& cancel, Threads threads) const = 0;

  /// "cpu (AVX2, 2 threads)".
  virtual std::string device() const = 0;

  /// What the loaded network is.
  virtual const ModelConfig& config() const = 0;
  virtual std::size_t parameters() const = 0;

  /// Frees the weights. No prepare() or vocode() may be running.
  virtual void release() = 0;
};

/// The CPU backend; `threads` 0 takes one per core.
std::unique_ptr<Backend> make_cpu_backend(int threads, Precision precision);

}  // namespace kokoro::model
