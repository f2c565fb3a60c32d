#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/download/download_store.hpp"
#include "server/http/exchange.hpp"
#include "server/http/request.hpp"
#include "server/scheduling/scheduler.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_engine.hpp"
#include "server/speech/speech_job.hpp"
#include "server/speech/speech_output.hpp"

namespace kokoro::server {

/// POST /v1/audio/speech. The body is read on the calling thread; the engine checks the request and speaks it in the
/// turns that `scheduler` gives.
/// Thread-safe; what it refers to must outlive it and the tasks.
class SpeechHandler {
 public:
  SpeechHandler(SpeechEngine& engine, SpeechAccounts accounts, Scheduler& scheduler, DownloadStore& downloads,
                const SpeechRules& rules)
      : engine_(engine), accounts_(accounts), scheduler_(scheduler), downloads_(downloads), rules_(rules) {}

  /// Makes what answers a call, with these headers; it may refer to call and responder until it is destroyed.
  using MakeOutput = std::function<std::unique_ptr<SpeechOutput>(const SpeechCall&, Responder&, HeaderList)>;

  void handle(const Request& request, const std::shared_ptr<Responder>& responder);

  /// Speaks a call that came by another route, into what `make_output` makes.
  void submit(SpeechCall call, const Request& request, const std::shared_ptr<Responder>& responder,
              MakeOutput make_output);

 private:
  /// One request on its way to its job.
  struct Order {
    SpeechCall call;
    std::string request_id;
    std::string client;
    std::shared_ptr<Responder> responder;
    MakeOutput make_output;
    std::chrono::steady_clock::time_point asked;
  };

  /// The way of the order's speech: loudness, the copy for a download, the answer.
  std::unique_ptr<SpeechOutput> output_of(const Order& order);
  SpeechJob::Opening opening_of(const std::shared_ptr<const Order>& order);
  std::shared_ptr<SpeechJob> make_job(const std::shared_ptr<const Order>& order);

  SpeechEngine& engine_;
  SpeechAccounts accounts_;
  Scheduler& scheduler_;
  DownloadStore& downloads_;
  SpeechRules rules_;
};

}  // namespace kokoro::server
