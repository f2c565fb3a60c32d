#include "server/routes/routes.hpp"

#include <array>

#include "server/routes/health.hpp"

namespace kokoro::server {
namespace {

constexpr Field count(std::string_view name, std::string_view text) {
  return {.name = name, .kind = Kind::integer, .text = text, .required = true, .low = 0};
}

constexpr Field kVersionName{};

constexpr std::array kHealthFields{
    Field{.name = "status", .required = true, .example_json = R"("healthy")"},
    Field{.name = "ready", .kind = Kind::boolean, .text = "The default model is loaded.", .required = true},
    Field{.name = "draining", .kind = Kind::boolean, .text = "No new work is taken.", .required = true},
    count("running", "Requests for speech that have begun."),
    count("waiting", "Requests for speech that wait for their first turn."),
    count("completed", "Requests since the start."),
    count("failed", "Requests answered with 5xx or broken off."),
    count("cancelled", "Requests whose client went away."),
    Field{.name = "loaded",
          .kind = Kind::array,
          .text = "Versions of models that are in memory.",
          .required = true,
          .items = &kVersionName},
};
constexpr Table kHealthTable{"Health", "", kHealthFields};
constexpr Field kHealth = object_of(kHealthTable);

constexpr std::array kStatusFields{Field{.name = "status", .required = true}};
constexpr Table kStatusTable{"HealthStatus", "", kStatusFields};
constexpr Field kStatus = object_of(kStatusTable);

constexpr std::array kHealthReplies{Reply{.text = "State and counters", .body = &kHealth}};
constexpr std::array kStatusReplies{Reply{.text = "Yes", .body = &kStatus}};

constexpr Route kHealthRoute{.path = "/health",
                             .group = "Operation",
                             .summary = "State and counters",
                             .replies = kHealthReplies,
                             .needs_key = false};
constexpr Route kLiveRoute{.path = "/health/live",
                           .group = "Operation",
                           .summary = "Whether the process answers",
                           .replies = kStatusReplies,
                           .needs_key = false};
constexpr Route kReadyRoute{.path = "/health/ready",
                            .group = "Operation",
                            .summary = "Whether requests will be served",
                            .text = "503 while the default model loads and while the server shuts down.",
                            .replies = kStatusReplies,
                            .needs_key = false};

constexpr Route kTestRoute{.path = "/v1/test",
                           .group = "Operation",
                           .summary = "Whether the process answers, as Kokoro-FastAPI's clients ask",
                           .replies = kStatusReplies};

}  // namespace

void add_health_routes(Router& router, const RouteParts& parts) {
  const Status& status = parts.status;
  const Scheduler& scheduler = parts.scheduler;
  const SpeechEngine& engine = parts.engine;
  router.add(kHealthRoute, [&](const Request&, const auto& responder) {
    responder->respond(health(status, scheduler.load(), engine.models()));
  });
  router.add(kLiveRoute, [](const Request&, const auto& responder) { responder->respond(health_live()); });
  router.add(kTestRoute, [](const Request&, const auto& responder) {
    responder->respond({{200, std::string(kJsonType), {}}, R"({"status":"ok"})"});
  });
  router.add(kReadyRoute, [&](const Request&, const auto& responder) { responder->respond(health_ready(status)); });
}

}  // namespace kokoro::server
