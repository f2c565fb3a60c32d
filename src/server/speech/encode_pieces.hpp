#pragma once

#include <functional>
#include <kokoro/error.hpp>
#include <span>
#include <string>

#include "audio/encoder.hpp"

namespace kokoro::server {

/// Encodes the samples (mono, 24 kHz) 200 ms at a time, so that listeners hear what is made while the rest of it is
/// encoded. `send` takes what each piece gives, which may be nothing; its error ends the work. Errors: the encoder's,
/// those of `send`.
Result<void> encode_pieces(audio::PcmEncoder& encoder, std::span<const float> samples,
                           const std::function<Result<void>(std::string)>& send);

}  // namespace kokoro::server
