#pragma once

#include "server/http/router.hpp"
#include "server/metrics/status.hpp"
#include "server/scheduling/scheduler.hpp"
#include "server/speech/speech_engine.hpp"

namespace kokoro::server {

/// GET /health, /health/live, /health/ready and /v1/test. What it is given must outlive the router.
void add_health_routes(Router& router, const Status& status, const Scheduler& scheduler, const SpeechEngine& engine);

}  // namespace kokoro::server
