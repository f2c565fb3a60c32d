#include "server/routes/routes.hpp"

#include <array>

#include "server/http/error_body.hpp"
#include "server/http/json_response.hpp"
#include "server/json/json.hpp"
#include "server/routes/system_state.hpp"
#include "server/scheduling/answer_on.hpp"
#include "server/speech/speech_fields.hpp"

namespace kokoro::server {
namespace {

using Answer = std::shared_ptr<Responder>;

constexpr Field kVersionName{};
constexpr std::array kUnloadQuery{
    Field{.name = "version", .text = "The one to unload. Absent: all.", .choices = kVersionNames}};
constexpr std::array kUnloadFields{
    Field{.name = "status", .required = true, .example_json = R"("unloaded")"},
    Field{.name = "versions",
          .kind = Kind::array,
          .text = "What was unloaded.",
          .required = true,
          .items = &kVersionName},
};
constexpr Table kUnloadTable{"Unloaded", "", kUnloadFields};
constexpr Field kUnloadBody = object_of(kUnloadTable);
constexpr std::array kUnloadReplies{Reply{.text = "What was unloaded", .body = &kUnloadBody}};
constexpr std::array kSwitchedOff{403};
constexpr std::array kUnloadErrors{403, 404, 429};

constexpr Route kUnloadRoute{.method = "POST",
                             .path = "/dev/unload",
                             .group = "Operation",
                             .summary = "Free models; the next request loads them again",
                             .text = "Running requests finish first. Needs the setting allow_unload.",
                             .query = kUnloadQuery,
                             .replies = kUnloadReplies,
                             .errors = kUnloadErrors};

constexpr std::array kStateReplies{Reply{.text = "As Kokoro-FastAPI has it"}};
constexpr Route kThreadsRoute{.path = "/debug/threads",
                              .group = "Operation",
                              .summary = "The process's threads",
                              .text = "Needs the setting debug_routes.",
                              .replies = kStateReplies,
                              .errors = kSwitchedOff};
constexpr Route kStorageRoute{.path = "/debug/storage",
                              .group = "Operation",
                              .summary = "The machine's disks",
                              .text = "Needs the setting debug_routes.",
                              .replies = kStateReplies,
                              .errors = kSwitchedOff};
constexpr Route kSystemRoute{.path = "/debug/system",
                             .group = "Operation",
                             .summary = "CPU, memory and process",
                             .text = "Needs the setting debug_routes.",
                             .replies = kStateReplies,
                             .errors = kSwitchedOff};

Response unload(SpeechEngine& engine, std::optional<ModelVersion> version) {
  boost::json::array done;
  for (const auto& model : engine.models()) {
    if (version && *version != model.version) continue;
    const std::string_view name = version_name(model.version);
    if (engine.unload(model.version)) done.emplace_back(boost::json::string_view(name.data(), name.size()));
  }
  if (version && done.empty()) {
    return error_response(
        make_http_error(404, "not_loaded", std::string(version_name(*version)) + " is not loaded", "version"));
  }
  return uncached_json_response({{"status", "unloaded"}, {"versions", std::move(done)}});
}

}  // namespace

void add_operation_routes(Router& router, const RouteParts& parts) {
  TaskQueue& checks = parts.checks;
  SpeechEngine& engine = parts.engine;
  router.add(
      kUnloadRoute, !parts.allow_unload
                        ? switched_off("allow_unload")
                        : [&engine, &checks](const Request& request, const Answer& answer) {
                            answer_on(checks, request.client, answer, [&engine, query = request.arguments] {
                              return unload(engine, parse_version(query.string("version").value_or("")));
                            });
                          });
  const auto add = [&](const Route& route, boost::json::object (*state)()) {
    router.add(
        route, !parts.debug_routes
                   ? switched_off("debug_routes")
                   : [&checks, state](const Request& request, const Answer& answer) {
                       answer_on(checks, request.client, answer, [state] { return uncached_json_response(state()); });
                     });
  };
  add(kThreadsRoute, thread_state);
  add(kStorageRoute, storage_state);
  add(kSystemRoute, system_state);
}

}  // namespace kokoro::server
