#pragma once

#include "server/http/router.hpp"
#include "server/scheduling/task_queue.hpp"
#include "server/speech/speech_engine.hpp"

namespace kokoro::server {

/// GET /v1/models, /v1/models/{id}, /v1/audio/models and /v1/audio/voices. What it is given must outlive the router.
void add_listing_routes(Router& router, const SpeechEngine& engine, TaskQueue& checks);

}  // namespace kokoro::server
