#pragma once

#include "server/download/download_store.hpp"
#include "server/http/memory_budget.hpp"
#include "server/http/router.hpp"
#include "server/metrics/metrics.hpp"
#include "server/metrics/status.hpp"
#include "server/scheduling/scheduler.hpp"
#include "server/scheduling/task_queue.hpp"
#include "server/speech/speech_defaults.hpp"
#include "server/speech/speech_engine.hpp"
#include "server/speech/speech_handler.hpp"

namespace kokoro::server {

/// What routes work with. All that is referred to outlives the router.
struct RouteParts {
  SpeechEngine& engine;
  TaskQueue& checks;  ///< for what is short, but would hold up the network's thread
  SpeechHandler& speech;
  Scheduler& scheduler;  ///< for what takes longer
  const MemoryBudget& memory;
  const DownloadStore& downloads;
  const Metrics& metrics;
  const Status& status;
  SpeechRules rules;
  bool allow_unload = false;
  bool debug_routes = false;
  bool allow_voice_saving = false;
  bool web = true;
};

// Each adds one group of routes; those that a setting switches off answer 403.

/// POST /v1/audio/speech.
void add_speech_route(Router& router, const RouteParts& parts);
/// GET /v1/models, /v1/models/{id}, /v1/audio/models and /v1/audio/voices.
void add_listing_routes(Router& router, const RouteParts& parts);
/// POST /v1/audio/voices/combine: a mix of voices as a `.pt` file, also kept as a voice where `allow_voice_saving`
/// allows it and the client names it.
void add_combine_route(Router& router, const RouteParts& parts);
/// GET /v1/download/{file}.
void add_download_route(Router& router, const RouteParts& parts);
/// POST /dev/captioned_speech: audio with the times of its words, or captions.
void add_captioned_route(Router& router, const RouteParts& parts);
/// POST /dev/dialogue: turns of several speakers as one speech.
void add_dialogue_route(Router& router, const RouteParts& parts);
/// POST /dev/phonemize and /dev/generate_from_phonemes.
void add_phoneme_routes(Router& router, const RouteParts& parts);
/// GET and POST /dev/ssml: what of SSML is obeyed, and SSML as text with markup.
void add_ssml_routes(Router& router, const RouteParts& parts);
/// GET /health, /health/live, /health/ready and /v1/test.
void add_health_routes(Router& router, const RouteParts& parts);
/// POST /dev/unload, GET /debug/threads, /debug/storage and /debug/system.
void add_operation_routes(Router& router, const RouteParts& parts);
/// GET /metrics.
void add_metrics_route(Router& router, const RouteParts& parts);
/// GET /web/, /docs and /openapi.json. To be added last: the document describes the routes that `router` has by then.
void add_web_routes(Router& router, const RouteParts& parts);

}  // namespace kokoro::server
