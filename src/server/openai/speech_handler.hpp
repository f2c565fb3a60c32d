#pragma once

#include <memory>
#include <string>

#include "server/http/exchange.hpp"
#include "server/http/request.hpp"
#include "server/openai/speech_call.hpp"
#include "server/openai/speech_delivery.hpp"
#include "server/work/speaker.hpp"
#include "server/work/status.hpp"
#include "server/work/task_queue.hpp"

namespace kokoro::server {

/// POST /v1/audio/speech. The body is read on the calling thread, the engine checks the request on `checks` (so that a
/// wrong request is answered while all workers are busy) and synthesises it on `compute`. Thread-safe; what it refers
/// to must outlive it and the queues' tasks.
class SpeechHandler {
 public:
  SpeechHandler(Speaker& speaker, Status& status, TaskQueue& checks, TaskQueue& compute, std::size_t max_input_chars)
      : speaker_(speaker), status_(status), checks_(checks), compute_(compute), max_input_chars_(max_input_chars) {}

  void handle(const Request& request, const std::shared_ptr<Responder>& responder);

 private:
  /// One request on its way through the queues.
  struct Job {
    SpeechCall call;
    std::string request_id;
    std::shared_ptr<Responder> responder;
  };

  void check(const std::shared_ptr<const Job>& job);
  void synthesise(const Job& job);
  /// Answers with the error, or breaks the stream off; what the client is not told goes to the log.
  void give_up(const Job& job, SpeechDelivery& delivery, const Error& error);

  Speaker& speaker_;
  Status& status_;
  TaskQueue& checks_;
  TaskQueue& compute_;
  std::size_t max_input_chars_;
};

}  // namespace kokoro::server
