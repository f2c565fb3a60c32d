#pragma once

#include <kokoro/engine.hpp>
#include <vector>

#include "server/http/response.hpp"
#include "server/metrics/status.hpp"
#include "server/scheduling/scheduler.hpp"

namespace kokoro::server {

/// GET /health: {"status":"healthy","ready","draining","running","waiting","completed","failed","cancelled","loaded"},
/// always 200.
Response health(const Status& status, const Scheduler::Load& load, const std::vector<ModelInfo>& models);

/// GET /health/live: 200 while the process answers.
Response health_live();

/// GET /health/ready: 200 once the default model is loaded, 503 before that and while draining.
Response health_ready(const Status& status);

}  // namespace kokoro::server
