#include "audio/encoder.hpp"

#include <fmt/format.h>

#include "audio/raw_encoder.hpp"
#include "audio/wav_encoder.hpp"

namespace kokoro::audio {

Result<std::unique_ptr<PcmEncoder>> make_encoder(Format format) {
  switch (format) {
    case Format::wav:
      return std::make_unique<WavEncoder>();
    case Format::pcm:
      return std::make_unique<RawEncoder>();
    case Format::mp3:
    case Format::opus:
    case Format::aac:
    case Format::flac:
      break;
  }
  return fail(ErrorCode::unsupported, fmt::format("this build cannot write {} audio", traits(format).name),
              fmt::format("available formats: {}", available_formats()), "response_format");
}

}  // namespace kokoro::audio
