#pragma once

#include <kokoro/error.hpp>
#include <memory>

#include "audio/pcm/pcm_encoder.hpp"
#include "base/audio_format.hpp"

namespace kokoro::audio {

/// Errors: unsupported (the installed libavcodec lacks the encoder).
Result<std::unique_ptr<PcmEncoder>> make_encoder(Format format, Purpose purpose);

}  // namespace kokoro::audio
