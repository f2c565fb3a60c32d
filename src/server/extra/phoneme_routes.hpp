#pragma once

#include "server/http/router.hpp"
#include "server/openai/speech_handler.hpp"
#include "server/work/speaker.hpp"
#include "server/work/task_queue.hpp"

namespace kokoro::server {

/// POST /dev/phonemize and /dev/generate_from_phonemes. What it is given must outlive the router.
void add_phoneme_routes(Router& router, Speaker& speaker, TaskQueue& checks, SpeechHandler& speech,
                        const SpeechRules& rules);

}  // namespace kokoro::server
