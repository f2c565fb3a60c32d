#include "server/app/app.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/thread_pool.hpp"
#include "base/utf8.hpp"
#include "server/routes/captioned_route.hpp"
#include "server/routes/combine_route.hpp"
#include "server/routes/dialogue_route.hpp"
#include "server/routes/download_route.hpp"
#include "server/routes/health_routes.hpp"
#include "server/routes/listing_routes.hpp"
#include "server/routes/metrics_route.hpp"
#include "server/routes/operation_routes.hpp"
#include "server/routes/phoneme_routes.hpp"
#include "server/routes/speech_route.hpp"
#include "server/routes/ssml_routes.hpp"
#include "server/routes/web_routes.hpp"
#include "server/websocket/socket_route.hpp"

namespace kokoro::server {
namespace {

/// A long text takes a second to check: others need not wait for it.
constexpr std::size_t kCheckThreads = 2;
/// Long enough for every connection to have one check or list under way.
constexpr std::size_t kChecksLimit = 4096;

SpeechRules rules_of(const ServerOptions& options) {
  return {options.max_input_chars, options.defaults, options.allow_voice_tags, options.allow_ssml};
}

}  // namespace

App::App(SpeechEngine& engine, const ServerOptions& options)
    : engine_(engine),
      downloads_(options.downloads),
      observer_(metrics_),
      scheduler_({.cores = options.workers > 0 ? options.workers : usable_cores(),
                  .waiting = options.queue_limit,
                  .per_client = options.client_limit,
                  .wait = options.queue_timeout},
                 observer_),
      checks_(kCheckThreads, kChecksLimit),
      speech_(engine, {status_, metrics_}, checks_, scheduler_, downloads_, rules_of(options)) {
  add_routes(options);
}

void App::add_routes(const ServerOptions& options) {
  const SpeechRules rules = rules_of(options);
  router_.add(kSpeechRoute, [this](const Request& request, const std::shared_ptr<Responder>& responder) {
    speech_.handle(request, responder);
  });
  add_listing_routes(router_, engine_, checks_);
  add_combine_route(router_, engine_, checks_, options.allow_voice_saving);
  add_download_route(router_, downloads_, checks_);
  add_captioned_route(router_, speech_, rules);
  add_dialogue_route(router_, speech_, rules);
  add_phoneme_routes(router_, engine_, checks_, speech_, rules);
  add_ssml_routes(router_, checks_, rules);
  add_health_routes(router_, status_, scheduler_, engine_);
  add_operation_routes(router_, {.engine = engine_,
                                 .checks = checks_,
                                 .allow_unload = options.allow_unload,
                                 .debug_routes = options.debug_routes});
  add_metrics_route(router_, metrics_, status_, scheduler_, checks_);
  add_socket_route(router_, {engine_, {status_, metrics_}, checks_, scheduler_, rules});
  add_web_routes(router_, options.web);
}

void App::JobObserver::stalled(const Job& job, double seconds) {
  if (const auto* speech = dynamic_cast<const SpeechJob*>(&job)) metrics_.stall(speech->kind(), seconds);
}

void App::warm_up() {
  CancelSource cancel;
  checks_.submit(cancel, [this, token = cancel.token()] {
    if (auto loaded = engine_.load_default(); !loaded) {
      log::error("the default model could not be loaded: {}", loaded.error().message);
      return;
    }
    measure_pace(token);
    status_.ready = true;
  });
}

void App::measure_pace(const CancelToken& cancel) {
  SpeechRequest request;
  // The first time the weights are not in memory yet.
  for (const bool counts : {false, true}) {
    request.text =
        counts ? "This is a sentence of the usual length, and it says how fast speech is made here." : "Yes.";
    const auto session = engine_.open(request, cancel);
    if (!session) return;
    const auto started = std::chrono::steady_clock::now();
    static_cast<void>((*session)->step(
        [&](const SpeechChunk& chunk) -> Result<void> {
          const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
          if (!counts) return {};
          scheduler_.learn_pace(engine_.default_version(), static_cast<double>(count_code_points(chunk.source.text)),
                                static_cast<double>(chunk.audio.size()) / kSampleRateHz, taken.count());
          return {};
        },
        1));
  }
}

void App::handle(Request request, std::shared_ptr<Responder> responder) {
  router_.dispatch(std::move(request), std::move(responder));
}

void App::stop() {
  checks_.stop();
  scheduler_.stop();
}

}  // namespace kokoro::server
