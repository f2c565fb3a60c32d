#include "server/routes/metrics_route.hpp"

#include <array>

#include "server/http/error_body.hpp"

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

void add_metrics_route(Router& router, const Metrics& metrics, const Status& status, const Scheduler& scheduler,
                       TaskQueue& checks) {
  router.add(kMetricsRoute, [&](const Request&, const std::shared_ptr<Responder>& responder) {
    // Reading /proc takes a while when there are many connections.
    const bool taken = checks.submit(responder->cancel_source(), [&, responder] {
      const auto load = scheduler.load();
      responder->respond({{200, std::string(kTypes[0]), {{"Cache-Control", "no-store"}}},
                          metrics.text({load.waiting, load.turns, load.jobs, status.connections, status.ready})});
    });
    if (!taken) {
      responder->respond(error_response(Error{ErrorCode::busy, "too many requests wait already", {}, {}}));
    }
  });
}

}  // namespace kokoro::server
