#pragma once

#include "server/http/router.hpp"
#include "server/metrics/metrics.hpp"
#include "server/metrics/status.hpp"
#include "server/scheduling/scheduler.hpp"
#include "server/scheduling/task_queue.hpp"

namespace kokoro::server {

/// GET /metrics. What it refers to must outlive the router; `checks` is where the text is made.
void add_metrics_route(Router& router, const Metrics& metrics, const Status& status, const Scheduler& scheduler,
                       TaskQueue& checks);

}  // namespace kokoro::server
