#pragma once

#include "audio/pcm/pcm_encoder.hpp"

namespace kokoro::audio {

/// Signed 16-bit little-endian samples, mono, 24 kHz, without a header.
class RawEncoder final : public PcmEncoder {
 public:
  Result<std::string> append(std::span<const float> samples) override;
  Result<std::string> finish() override;
};

}  // namespace kokoro::audio
