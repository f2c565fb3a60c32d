#include "server/routes/routes.hpp"

#include <array>

#include "server/scheduling/answer_on.hpp"

namespace kokoro::server {
namespace {

constexpr std::array<std::string_view, 1> kTypes{"text/plain; version=0.0.4; charset=utf-8"};
constexpr std::array kReplies{Reply{.text = "Prometheus' text format", .types = kTypes}};
constexpr Route kMetricsRoute{.path = "/metrics",
                              .group = "Operation",
                              .summary = "Metrics for Prometheus",
                              .text =
                                  "Time to first audio, real-time factor, gaps in delivery, queue, streams, chunks, "
                                  "refusals and errors, by model version and format.",
                              .replies = kReplies};

}  // namespace

void add_metrics_route(Router& router, const RouteParts& parts) {
  const Metrics& metrics = parts.metrics;
  const Status& status = parts.status;
  const Scheduler& scheduler = parts.scheduler;
  const MemoryBudget& memory = parts.memory;
  TaskQueue& checks = parts.checks;
  router.add(kMetricsRoute, [&](const Request& request, const std::shared_ptr<Responder>& responder) {
    // Reading /proc takes a while when there are many connections.
    answer_on(checks, request.client, responder, [&]() -> Response {
      const auto load = scheduler.load();
      return {{200, std::string(kTypes[0]), {{"Cache-Control", "no-store"}}},
              metrics.text({load.waiting, load.turns, load.jobs, status.connections, status.ready, memory.used(),
                            memory.limit(), memory.refusals()})};
    });
  });
}

}  // namespace kokoro::server
