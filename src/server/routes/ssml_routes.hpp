#pragma once

#include "server/http/router.hpp"
#include "server/scheduling/task_queue.hpp"
#include "server/speech/speech_defaults.hpp"

namespace kokoro::server {

/// GET and POST /dev/ssml: what of SSML is obeyed, and SSML as text with markup. `checks` must outlive the router.
void add_ssml_routes(Router& router, TaskQueue& checks, const SpeechRules& rules);

}  // namespace kokoro::server
