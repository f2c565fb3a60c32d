#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <kokoro/cancel_token.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "server/http/listener.hpp"
#include "server/http/memory_budget.hpp"
#include "server/http/response.hpp"
#include "server/http/web_socket.hpp"

namespace kokoro::server {

/// The next part of a streamed body.
struct BodyPart {
  std::string bytes;
};

/// How a streamed body ends: completely, or broken off so that the client can see it.
struct BodyEnd {
  bool complete = true;
};

/// The connection goes on as a WebSocket.
struct Upgrade {
  std::shared_ptr<WebSocketSession> session;
};

/// The meeting place of one request's connection and whoever computes its response. The computing side never waits for
/// the network: what it writes is kept here until the connection takes it, so a slow listener costs the memory of its
/// own audio and no worker's time. Thread-safe.
class Exchange {
 public:
  /// A whole response, or an upgrade, or the head of a streamed response, then parts, then an end.
  using Event = std::variant<Response, ResponseHead, BodyPart, BodyEnd, Upgrade>;

  Exchange() = default;
  /// What waits to be sent counts in `memory`, which must outlive this.
  explicit Exchange(MemoryBudget* memory) : memory_(memory) {}
  ~Exchange();

  /// The connection's side. `notify` is called from any thread after each new event; events are taken in order.
  void set_notify(std::function<void()> notify);
  std::optional<Event> take();
  /// The client no longer waits: cancels the work and drops what has not been taken.
  void client_gone();
  /// Bytes of the body that have not been taken.
  std::size_t unsent_bytes() const { return unsent_bytes_.load(std::memory_order_relaxed); }

  CancelSource& cancel_source() { return cancel_; }
  bool memory_full() const { return memory_ != nullptr && memory_->full(); }
  MemoryShare memory_share() const { return memory_ == nullptr ? MemoryShare() : MemoryShare(*memory_); }
  CancelToken token() const { return cancel_.token(); }

 private:
  friend class Responder;
  void put(Event event);
  void set_on_taken(std::function<void()> on_taken);
  void forget(std::size_t bytes);

  MemoryBudget* const memory_ = nullptr;
  std::mutex mutex_;
  std::deque<Event> events_;
  std::function<void()> notify_;
  std::function<void()> on_taken_;
  std::atomic<std::size_t> unsent_bytes_ = 0;
  bool gone_ = false;
  CancelSource cancel_;
};

/// The computing side of an Exchange: respond() or upgrade() once, or begin(), write()…, end() or abort(). Destroyed
/// without an end (a bug, memory) it answers 500 or breaks the body off, so that no client waits for ever. One thread
/// at a time.
class Responder final : public Listener {
 public:
  explicit Responder(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  ~Responder() override;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;

  void respond(Response response);
  /// Only to a request that wants a WebSocket.
  void upgrade(std::shared_ptr<WebSocketSession> session);
  void begin(ResponseHead head);
  void write(std::string bytes);
  void end();
  void abort();

  bool begun() const override { return state_ != State::fresh; }
  bool cancelled() const override { return exchange_->token().cancelled(); }
  std::size_t written_bytes() const override { return written_bytes_; }
  std::size_t unsent_bytes() const override { return exchange_->unsent_bytes(); }
  void set_on_taken(std::function<void()> on_taken) override { exchange_->set_on_taken(std::move(on_taken)); }
  CancelToken token() const { return exchange_->token(); }
  /// Of the server's memory; of none where there is no limit.
  MemoryShare memory_share() const { return exchange_->memory_share(); }
  bool memory_full() const { return exchange_->memory_full(); }
  CancelSource cancel_source() const { return exchange_->cancel_source(); }

 private:
  enum class State { fresh, streaming, done };
  std::shared_ptr<Exchange> exchange_;
  State state_ = State::fresh;
  std::size_t written_bytes_ = 0;
};

}  // namespace kokoro::server
