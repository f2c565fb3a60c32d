#pragma once

#include "server/schema/route.hpp"

namespace kokoro::server {

/// POST /v1/audio/speech.
extern const Route kSpeechRoute;

}  // namespace kokoro::server
