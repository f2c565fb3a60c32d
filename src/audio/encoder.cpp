#include "audio/encoder.hpp"

#include "audio/ffmpeg/coded_encoder.hpp"
#include "audio/raw_encoder.hpp"
#include "audio/wav_encoder.hpp"

namespace kokoro::audio {

Result<std::unique_ptr<PcmEncoder>> make_encoder(Format format, Purpose purpose) {
  if (const Coding* coding = find_coding(format)) return CodedEncoder::make(*coding, purpose);
  if (format == Format::wav) return std::make_unique<WavEncoder>();
  return std::make_unique<RawEncoder>();
}

}  // namespace kokoro::audio
