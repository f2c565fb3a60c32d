#include "server/app.hpp"

#include <utility>

#include "base/log.hpp"
#include "server/extra/health.hpp"
#include "server/http/error_body.hpp"
#include "server/openai/catalogue.hpp"

namespace kokoro::server {
namespace {

/// A long text takes a second to check: others need not wait for it.
constexpr std::size_t kCheckThreads = 2;
/// Long enough for every connection to have one check or list under way.
constexpr std::size_t kChecksLimit = 4096;

bool wants_legacy(const Request& request) {
  const auto found = request.query.find("legacy");
  return found != request.query.end() && (found->second == "true" || found->second == "1");
}

}  // namespace

App::App(Speaker& speaker, const ServerOptions& options)
    : speaker_(speaker),
      checks_(kCheckThreads, kChecksLimit),
      compute_(static_cast<std::size_t>(options.workers), options.queue_limit),
      speech_(speaker, status_, checks_, compute_, options.max_input_chars) {
  add_routes();
}

void App::add_routes() {
  using Answer = std::shared_ptr<Responder>;
  router_.add("POST", "/v1/audio/speech", [this](const Request& request, const Answer& answer) {
    if (status_.draining) {
      return answer->respond(error_response(Error{ErrorCode::unavailable, "the server is shutting down", {}, {}}));
    }
    speech_.handle(request, answer);
  });
  router_.add("GET", "/v1/audio/voices", [this](const Request& request, const Answer& answer) {
    const bool legacy = wants_legacy(request);
    const bool taken = checks_.submit(
        answer->cancel_source(), [this, legacy, answer] { answer->respond(list_voices(speaker_.voices(), legacy)); });
    if (!taken) answer->respond(error_response(Error{ErrorCode::busy, "too many requests wait already", {}, {}}));
  });
  router_.add("GET", "/v1/models", [](const Request&, const Answer& answer) { answer->respond(list_models()); });
  router_.add("GET", "/v1/models/{id}", [](const Request& request, const Answer& answer) {
    answer->respond(show_model(request.params.at("id")));
  });
  router_.add("GET", "/health",
              [this](const Request&, const Answer& answer) { answer->respond(health(status_, compute_.load())); });
  router_.add("GET", "/health/live", [](const Request&, const Answer& answer) { answer->respond(health_live()); });
  router_.add("GET", "/health/ready",
              [this](const Request&, const Answer& answer) { answer->respond(health_ready(status_)); });
}

void App::warm_up() {
  compute_.submit(CancelSource(), [this] {
    if (auto loaded = speaker_.load_default(); !loaded) {
      log::error("the default model could not be loaded: {}", loaded.error().message);
      return;
    }
    status_.ready = true;
  });
}

void App::handle(Request request, std::shared_ptr<Responder> responder) {
  router_.dispatch(std::move(request), std::move(responder));
}

void App::stop() {
  checks_.stop();
  compute_.stop();
}

}  // namespace kokoro::server
