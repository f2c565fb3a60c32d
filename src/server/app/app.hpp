#pragma once

#include <functional>
#include <memory>

#include "server/app/server.hpp"
#include "server/download/download_store.hpp"
#include "server/http/router.hpp"
#include "server/metrics/metrics.hpp"
#include "server/metrics/status.hpp"
#include "server/scheduling/scheduler.hpp"
#include "server/scheduling/task_queue.hpp"
#include "server/speech/speech_engine.hpp"
#include "server/speech/speech_handler.hpp"

namespace kokoro::server {

/// The server without its network: routes, queues and state. handle() is thread-safe and never blocks.
class App {
 public:
  /// `engine` must outlive this.
  App(SpeechEngine& engine, const ServerOptions& options);

  /// Loads the default model and speaks a sentence, so that the first request finds all warm and the scheduler knows
  /// the machine's pace.
  void warm_up();

  void handle(Request request, std::shared_ptr<Responder> responder);

  /// Of all buffers; who uses it must be gone before this.
  MemoryBudget& memory() { return memory_; }

  /// See Router.
  bool needs_key(std::string_view path) const { return router_.needs_key(path); }

  /// How many connections are open.
  void set_connections(std::size_t count) { status_.connections = count; }
  /// A response has been sent to its end or broken off.
  void count_response(int status, std::size_t body_bytes) { metrics_.response(status, body_bytes); }

  /// New speech is refused with 503 from now on; what was accepted is finished.
  void drain() { status_.draining = true; }

  /// Runs a short task besides the network and the speech; it is dropped when too many wait.
  void in_background(std::function<void()> task) { checks_.submit({}, CancelSource(), std::move(task)); }

  /// Cancels what still runs and joins the workers.
  void stop();

 private:
  void add_routes(const ServerOptions& options);
  /// Speaks a sentence that nobody hears.
  void measure_pace(const CancelToken& cancel);

  /// Brings what the scheduler sees to the metrics.
  class JobObserver final : public Scheduler::Observer {
   public:
    explicit JobObserver(Metrics& metrics) : metrics_(metrics) {}
    void waited(double seconds) override { metrics_.queue_wait(seconds); }
    void stalled(const Job& job, double seconds) override;

   private:
    Metrics& metrics_;
  };

  SpeechEngine& engine_;
  MemoryBudget memory_;
  Status status_;
  Metrics metrics_;
  DownloadStore downloads_;
  JobObserver observer_;
  Scheduler scheduler_;
  TaskQueue checks_;  ///< lists and files: short, but not for a thread that serves the network
  SpeechHandler speech_;
  Router router_;
};

}  // namespace kokoro::server
