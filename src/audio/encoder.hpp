#pragma once

#include <kokoro/error.hpp>
#include <memory>
#include <span>
#include <string>

#include "audio/format.hpp"

namespace kokoro::audio {

/// Turns samples into the bytes of one file or stream. The concatenation of what append() and finish() return is a
/// complete stream that needs no seeking. Not thread-safe; use one per stream.
class PcmEncoder {
 public:
  virtual ~PcmEncoder() = default;

  /// Takes mono samples at 24 kHz, nominally in [-1, 1]; returns the bytes that are ready, the header among the first.
  virtual Result<std::string> append(std::span<const float> samples) = 0;

  /// Ends the stream and returns its last bytes; a stream without samples is still complete. Call once.
  virtual Result<std::string> finish() = 0;

  /// After finish(): bytes to put over the start of the stream where that is possible (a file, a whole body), because
  /// only now the sizes are known. Empty when nothing is to be replaced.
  virtual std::string final_header() const { return {}; }
};

/// Errors: unsupported (this build has no encoder for the format), naming those it has.
Result<std::unique_ptr<PcmEncoder>> make_encoder(Format format);

}  // namespace kokoro::audio
