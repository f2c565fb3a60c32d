#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "audio/pcm/pcm_encoder.hpp"

namespace kokoro::audio {

/// The 44 bytes before the samples of a RIFF file, 16-bit mono 24 kHz. Without `samples`, and where the sizes do not
/// fit 32 bits, they are 0xFFFFFFFF: "until the end of the stream".
std::string wav_header(std::optional<std::uint64_t> samples);

/// WAV as a stream: the header says "until the end"; final_header() has the true sizes.
class WavEncoder final : public PcmEncoder {
 public:
  Result<std::string> append(std::span<const float> samples) override;
  Result<std::string> finish() override;
  std::string final_header() const override { return wav_header(samples_); }

 private:
  bool started_ = false;
  std::uint64_t samples_ = 0;
};

}  // namespace kokoro::audio
