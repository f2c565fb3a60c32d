#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "server/http/web_socket.hpp"
#include "server/scheduling/scheduler.hpp"
#include "server/scheduling/task_queue.hpp"
#include "server/speech/speech_engine.hpp"
#include "server/speech/speech_job.hpp"
#include "server/websocket/socket_message.hpp"
#include "server/websocket/utterance.hpp"

namespace kokoro::server {

/// What a speech socket works with; all of it outlives the sockets.
struct SocketParts {
  SpeechEngine& engine;
  SpeechAccounts accounts;
  TaskQueue& checks;
  Scheduler& scheduler;
  SpeechRules rules;
};

/// One client of /v1/audio/stream: text in, speech out, one utterance after the other. Thread-safe.
class SpeechSocket final : public WebSocketSession, public std::enable_shared_from_this<SpeechSocket> {
 public:
  SpeechSocket(SocketParts parts, std::string request_id, std::string client, SpeechCall defaults);

  void on_open(std::shared_ptr<WebSocket> socket) override;
  void on_message(WebSocketMessage message) override;
  bool busy() const override;
  void on_sent() override;
  void on_drain() override;
  void on_gone() override;

 private:
  using UtterancePtr = std::shared_ptr<Utterance>;

  void obey(SocketMessage message);
  void append(const std::string& text);
  void cancel_all(bool tell);
  void complain(const HttpError& error, std::uint64_t utterance = 0);
  UtterancePtr last_open();

  // Called without the lock: they reach the engine and the scheduler.
  void open(const UtterancePtr& utterance);
  void open_on_this_thread(const UtterancePtr& utterance);
  /// The first utterance has ended: the next one's turn.
  void on_over(std::uint64_t number);

  const SocketParts parts_;
  const std::string request_id_;
  const std::string client_;
  std::shared_ptr<WebSocket> socket_;

  mutable std::mutex mutex_;
  SpeechCall call_;                      ///< of the next utterance
  std::deque<UtterancePtr> utterances_;  ///< the first one is being spoken
  bool writing_ = false;                 ///< the last one still gets text
  bool deaf_ = false;                    ///< the one that got text has failed: its rest is not taken for a new one
  bool draining_ = false;
  std::uint64_t numbers_ = 0;
  int complaints_ = 0;
};

}  // namespace kokoro::server
