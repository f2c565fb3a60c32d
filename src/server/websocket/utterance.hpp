#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "server/scheduling/scheduler.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_job.hpp"
#include "server/websocket/socket_listener.hpp"

namespace kokoro::server {

/// One utterance of a WebSocket: its text may come before its turn has come and before its job exists. Thread-safe.
class Utterance {
 public:
  Utterance(std::uint64_t number, SpeechCall call, std::shared_ptr<WebSocket> socket)
      : number_(number), call_(std::move(call)), listener_(std::make_shared<SocketListener>(std::move(socket))) {}

  std::uint64_t number() const { return number_; }
  const SpeechCall& call() const { return call_; }
  const std::shared_ptr<SocketListener>& listener() const { return listener_; }

  // What the client says. Errors: those of SpeechStream::append().
  Result<void> append(const std::string& text, Scheduler& scheduler);
  void flush(Scheduler& scheduler);
  void finish(Scheduler& scheduler);
  void cancel(Scheduler& scheduler);

  /// The job that speaks it and its text's way in; what has come before goes in here.
  Result<void> attach(std::shared_ptr<SpeechJob> job, SpeechStream& text);

  /// After some of its audio has left.
  void wake_if_it_rests(Scheduler& scheduler);

 private:
  void wake(Scheduler& scheduler);

  const std::uint64_t number_;
  const SpeechCall call_;
  const std::shared_ptr<SocketListener> listener_;
  std::mutex mutex_;
  std::shared_ptr<SpeechJob> job_;
  SpeechStream* text_ = nullptr;  ///< lives as long as `job_`
  std::string waiting_;           ///< text from before the job
  bool flushed_ = false;          ///< all of `waiting_` is complete
  bool finished_ = false;
};

}  // namespace kokoro::server
