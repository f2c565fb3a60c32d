#include "server/app/app.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/utf8.hpp"
#include "server/routes/routes.hpp"
#include "server/scheduling/answer_job.hpp"
#include "server/websocket/socket_route.hpp"

namespace kokoro::server {
namespace {

/// One that loads a model does not hold up the others.
constexpr std::size_t kTaskThreads = 2;
/// Long enough for every connection to have a list under way.
constexpr std::size_t kTasksLimit = 4096;
constexpr std::size_t kTasksOfClient = 512;

SpeechRules rules_of(const ServerOptions& options) {
  return {options.max_input_chars, options.defaults, options.allow_voice_tags, options.allow_ssml,
          options.max_answer_bytes};
}

}  // namespace

App::App(SpeechEngine& engine, const ServerOptions& options)
    : engine_(engine),
      memory_(options.max_memory_bytes),
      downloads_(options.downloads),
      observer_(metrics_),
      scheduler_({.cores = options.workers > 0 ? options.workers : engine.capacity().parallel,
                  .batch = engine.capacity().batch,
                  .waiting = options.queue_limit,
                  .per_client = options.client_limit,
                  .wait = options.queue_timeout},
                 observer_),
      checks_(kTaskThreads, kTasksLimit, kTasksOfClient),
      speech_(engine, {status_, metrics_}, scheduler_, downloads_, rules_of(options)) {
  add_routes(options);
}

void App::add_routes(const ServerOptions& options) {
  router_.set_read_apart([this](const std::string& client, const std::shared_ptr<Responder>& responder,
                                std::function<void(const CancelToken&)> read, std::function<void()> then) {
    submit_answer(scheduler_, responder,
                  std::make_shared<AnswerJob>(client, responder, std::move(read), std::move(then)));
  });
  const RouteParts parts{.engine = engine_,
                         .checks = checks_,
                         .speech = speech_,
                         .scheduler = scheduler_,
                         .memory = memory_,
                         .downloads = downloads_,
                         .metrics = metrics_,
                         .status = status_,
                         .rules = rules_of(options),
                         .allow_unload = options.allow_unload,
                         .debug_routes = options.debug_routes,
                         .allow_voice_saving = options.allow_voice_saving,
                         .web = options.web};
  for (const auto add : {add_speech_route, add_listing_routes, add_combine_route, add_download_route,
                         add_captioned_route, add_dialogue_route, add_phoneme_routes, add_ssml_routes,
                         add_health_routes, add_operation_routes, add_metrics_route}) {
    add(router_, parts);
  }
  add_socket_route(router_, {engine_, {status_, metrics_}, checks_, scheduler_, parts.rules});
  add_web_routes(router_, parts);
}

void App::JobObserver::stalled(const Job& job, double seconds) {
  if (const auto* speech = dynamic_cast<const SpeechJob*>(&job)) metrics_.stall(speech->kind(), seconds);
}

void App::warm_up() {
  CancelSource cancel;
  checks_.submit({}, cancel, [this, token = cancel.token()] {
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
