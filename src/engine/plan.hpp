#pragma once

#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <memory>
#include <optional>

#include "engine/planned_chunk.hpp"
#include "voice/voice_pack.hpp"

namespace kokoro::engine {

/// A chunk that is ready for the model.
struct ReadyChunk {
  PlannedChunk planned;
  PhonemeChunk source;  ///< the public view of it
  std::shared_ptr<const voice::VoicePack> voice;
  std::string voice_name;  ///< or mix
};

/// The chunks of one session in order. One thread at a time.
class Plan {
 public:
  virtual ~Plan() = default;

  /// The next chunk; nothing after the last, or when that is not known yet. Errors: cancelled, those of the front end.
  virtual Result<std::optional<ReadyChunk>> next(const CancelToken& cancel) = 0;

  /// False while nothing from next() only means that more text may come.
  virtual bool complete() const = 0;
};

}  // namespace kokoro::engine
