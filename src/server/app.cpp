#include "server/app.hpp"

#include <utility>

#include "base/log.hpp"
#include "server/extra/health_routes.hpp"
#include "server/http/error_body.hpp"
#include "server/openai/catalogue_routes.hpp"
#include "server/openai/speech_route.hpp"
#include "server/web/document_routes.hpp"

namespace kokoro::server {
namespace {

/// A long text takes a second to check: others need not wait for it.
constexpr std::size_t kCheckThreads = 2;
/// Long enough for every connection to have one check or list under way.
constexpr std::size_t kChecksLimit = 4096;

}  // namespace

App::App(Speaker& speaker, const ServerOptions& options)
    : speaker_(speaker),
      checks_(kCheckThreads, kChecksLimit),
      compute_(static_cast<std::size_t>(options.workers), options.queue_limit),
      speech_(speaker, status_, checks_, compute_, options.max_input_chars) {
  add_routes();
}

void App::add_routes() {
  router_.add(kSpeechRoute, [this](const Request& request, const std::shared_ptr<Responder>& responder) {
    if (status_.draining) {
      return responder->respond(error_response(Error{ErrorCode::unavailable, "the server is shutting down", {}, {}}));
    }
    speech_.handle(request, responder);
  });
  add_catalogue_routes(router_, speaker_, checks_);
  add_health_routes(router_, status_, compute_);
  add_document_routes(router_);
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
