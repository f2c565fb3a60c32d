#include "server/app.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/thread_pool.hpp"
#include "server/extra/health_routes.hpp"
#include "server/metrics/metrics_route.hpp"
#include "server/openai/catalogue_routes.hpp"
#include "server/openai/speech_route.hpp"
#include "server/web/document_routes.hpp"
#include "server/work/warm_up.hpp"

namespace kokoro::server {
namespace {

/// A long text takes a second to check: others need not wait for it.
constexpr std::size_t kCheckThreads = 2;
/// Long enough for every connection to have one check or list under way.
constexpr std::size_t kChecksLimit = 4096;

}  // namespace

App::App(Speaker& speaker, const ServerOptions& options)
    : speaker_(speaker),
      observer_(metrics_),
      scheduler_({.cores = options.workers > 0 ? options.workers : usable_cores(),
                  .waiting = options.queue_limit,
                  .per_client = options.client_limit,
                  .wait = options.queue_timeout},
                 observer_),
      checks_(kCheckThreads, kChecksLimit),
      speech_(speaker, {status_, metrics_}, checks_, scheduler_, options.max_input_chars) {
  add_routes();
}

void App::add_routes() {
  router_.add(kSpeechRoute, [this](const Request& request, const std::shared_ptr<Responder>& responder) {
    speech_.handle(request, responder);
  });
  add_catalogue_routes(router_, speaker_, checks_);
  add_health_routes(router_, status_, scheduler_);
  add_metrics_route(router_, metrics_, status_, scheduler_, checks_);
  add_document_routes(router_);
}

void App::JobObserver::stalled(const Job& job, double seconds) {
  if (const auto* speech = dynamic_cast<const SpeechJob*>(&job)) metrics_.stall(speech->kind(), seconds);
}

void App::warm_up() {
  checks_.submit(CancelSource(), [this] {
    if (auto loaded = speaker_.load_default(); !loaded) {
      log::error("the default model could not be loaded: {}", loaded.error().message);
      return;
    }
    status_.ready = true;
    SpeechRequest request;
    request.text = "This is how fast speech is made here.";
    CancelSource cancel;
    if (auto session = speaker_.open(request, cancel.token())) {
      const Job::Facts facts{.client = {}, .version = speaker_.default_version(), .live = false, .cancel = cancel};
      scheduler_.submit(std::make_shared<WarmUp>(facts, std::move(*session)));
    }
  });
}

void App::handle(Request request, std::shared_ptr<Responder> responder) {
  router_.dispatch(std::move(request), std::move(responder));
}

void App::stop() {
  checks_.stop();
  scheduler_.stop();
}

}  // namespace kokoro::server
