#pragma once

#include "server/http/router.hpp"
#include "server/scheduling/task_queue.hpp"
#include "server/speech/speech_engine.hpp"

namespace kokoro::server {

/// POST /v1/audio/voices/combine: a mix of voices as a `.pt` file, also kept as a voice where `may_save` allows it and
/// the client names it. What it is given must outlive the router.
void add_combine_route(Router& router, SpeechEngine& engine, TaskQueue& checks, bool may_save);

}  // namespace kokoro::server
