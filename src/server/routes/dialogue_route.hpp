#pragma once

#include "server/http/router.hpp"
#include "server/speech/speech_handler.hpp"

namespace kokoro::server {

/// POST /dev/dialogue: turns of several speakers as one speech. `speech` must outlive the router.
void add_dialogue_route(Router& router, SpeechHandler& speech, const SpeechRules& rules);

}  // namespace kokoro::server
