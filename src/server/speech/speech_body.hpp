#pragma once

#include "server/schema/field.hpp"

namespace kokoro::server {

/// The body of POST /v1/audio/speech.
extern const Field kSpeechBody;

}  // namespace kokoro::server
