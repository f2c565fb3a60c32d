#pragma once

#include <kokoro/error.hpp>
#include <span>
#include <string>

namespace kokoro::audio {

/// What becomes of the bytes that an encoder returns.
enum class Purpose {
  stream,  ///< they are gone at once: headers leave open what only the end knows
  whole    ///< the first of them can still be replaced at the end: headers become true
};

/// Turns samples into the bytes of one file or stream: the concatenation of what append() and finish() return, with the
/// start replaced by final_header() when the purpose is `whole`. Not thread-safe; use one per stream.
class PcmEncoder {
 public:
  virtual ~PcmEncoder() = default;

  /// Takes mono samples at 24 kHz, nominally in [-1, 1]; returns the bytes that are ready, the header among the first.
  virtual Result<std::string> append(std::span<const float> samples) = 0;

  /// Ends the stream and returns its last bytes; a stream without samples is still complete. Call once.
  virtual Result<std::string> finish() = 0;

  /// After finish(), with Purpose::whole: bytes to put over the start, because only now sizes and sums are known (WAV's
  /// sizes, FLAC's STREAMINFO, MP3's Xing and LAME tag). Empty when nothing is to be replaced.
  virtual std::string final_header() const { return {}; }
};

}  // namespace kokoro::audio
