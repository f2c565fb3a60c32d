#pragma once

#include <memory>

#include "server/http/router.hpp"
#include "server/openai/speech_handler.hpp"
#include "server/server.hpp"
#include "server/work/speaker.hpp"
#include "server/work/status.hpp"
#include "server/work/task_queue.hpp"

namespace kokoro::server {

/// The server without its network: routes, queues and state. handle() is thread-safe and never blocks.
class App {
 public:
  /// `speaker` must outlive this.
  App(Speaker& speaker, const ServerOptions& options);

  /// Loads the default model on a worker, so that the first request finds it.
  void warm_up();

  void handle(Request request, std::shared_ptr<Responder> responder);

  /// New speech is refused with 503 from now on; what was accepted is finished.
  void drain() { status_.draining = true; }

  /// Cancels what still runs and joins the workers.
  void stop();

 private:
  void add_routes();

  Speaker& speaker_;
  Status status_;
  TaskQueue checks_;  ///< validation and lists: short, but not for a thread that serves the network
  TaskQueue compute_;
  SpeechHandler speech_;
  Router router_;
};

}  // namespace kokoro::server
