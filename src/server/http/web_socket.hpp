#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

namespace kokoro::server {

/// One message of a WebSocket.
struct WebSocketMessage {
  bool binary = false;  ///< else UTF-8 text
  std::string bytes;
};

/// The end that the server asks for: a code of RFC 6455, 7.4.1, and words for people.
struct WebSocketClose {
  int code = 1000;
  std::string reason;
};

/// The meeting place of one WebSocket's connection and whoever talks on it, as Exchange is for a response: what is sent
/// is kept here until the connection takes it. Thread-safe.
class WebSocket {
 public:
  using Event = std::variant<WebSocketMessage, WebSocketClose>;

  void send_text(std::string text) { put(WebSocketMessage{false, std::move(text)}); }
  void send_binary(std::string bytes) { put(WebSocketMessage{true, std::move(bytes)}); }
  /// After what has been sent so far; what is sent later is dropped.
  void close(int code, std::string reason);
  /// Drops binary messages that have not left yet.
  void drop_audio();
  /// Bytes of binary messages that the connection has not taken yet.
  std::size_t unsent_bytes() const { return unsent_bytes_; }

  /// The connection's side. `notify` is called from any thread after each new event.
  void set_notify(std::function<void()> notify);
  std::optional<Event> take();
  /// The client has gone: everything is dropped from now on.
  void client_gone();

 private:
  void put(Event event);

  std::mutex mutex_;
  std::atomic<std::size_t> unsent_bytes_ = 0;
  std::deque<Event> events_;
  std::function<void()> notify_;
  bool closed_ = false;
};

/// What answers the messages of one WebSocket. Called by the network thread, in order; must not block.
class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;
  /// The connection is a WebSocket from now on.
  virtual void on_open(std::shared_ptr<WebSocket> socket) = 0;
  virtual void on_message(WebSocketMessage message) = 0;
  /// Whether something is being said, or written to be said. Thread-safe.
  virtual bool busy() const { return false; }
  /// A message has left.
  virtual void on_sent() = 0;
  /// The server shuts down: what runs is finished, then the session closes the socket.
  virtual void on_drain() = 0;
  /// The last call: the client has gone, or the socket was closed.
  virtual void on_gone() = 0;
};

}  // namespace kokoro::server
