#pragma once

#include "server/contract/route.hpp"

namespace kokoro::server {

/// The body of POST /v1/audio/speech.
extern const Field kSpeechBody;

/// POST /v1/audio/speech.
extern const Route kSpeechRoute;

}  // namespace kokoro::server
