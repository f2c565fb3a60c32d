#pragma once

#include "server/http/router.hpp"
#include "server/scheduling/task_queue.hpp"
#include "server/speech/speech_engine.hpp"
#include "server/speech/speech_handler.hpp"

namespace kokoro::server {

/// POST /dev/phonemize and /dev/generate_from_phonemes. What it is given must outlive the router.
void add_phoneme_routes(Router& router, SpeechEngine& engine, TaskQueue& checks, SpeechHandler& speech,
                        const SpeechRules& rules);

}  // namespace kokoro::server
