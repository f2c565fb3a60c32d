#pragma once

#include "server/http/router.hpp"
#include "server/scheduling/task_queue.hpp"
#include "server/speech/speech_engine.hpp"

namespace kokoro::server {

/// What the routes of operation work with; the references outlive the router.
struct OperationParts {
  SpeechEngine& engine;
  TaskQueue& checks;
  bool allow_unload = false;
  bool debug_routes = false;
};

/// POST /dev/unload, GET /debug/threads, /debug/storage and /debug/system; those that are not allowed answer 403.
void add_operation_routes(Router& router, const OperationParts& parts);

}  // namespace kokoro::server
