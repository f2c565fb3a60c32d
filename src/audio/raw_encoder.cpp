#include "audio/raw_encoder.hpp"

#include "audio/pcm/pcm16.hpp"

namespace kokoro::audio {

Result<std::string> RawEncoder::append(std::span<const float> samples) {
  std::string out;
  append_pcm16(out, samples);
  return out;
}

Result<std::string> RawEncoder::finish() { return std::string(); }

}  // namespace kokoro::audio
