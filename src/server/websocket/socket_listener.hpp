#pragma once

#include <atomic>
#include <kokoro/cancel_token.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "server/http/listener.hpp"
#include "server/http/web_socket.hpp"

namespace kokoro::server {

/// One utterance's way to its WebSocket, which can be shut: after cancel() nothing of it is sent any more. Thread-safe.
class SocketListener final : public Listener {
 public:
  explicit SocketListener(std::shared_ptr<WebSocket> socket) : socket_(std::move(socket)) {}

  /// Events and audio. False once it is shut.
  bool send_text(std::string text) {
    return send([&](WebSocket& to) { to.send_text(std::move(text)); });
  }
  bool send_audio(std::string bytes) {
    written_bytes_ += bytes.size();
    return send([&](WebSocket& to) { to.send_binary(std::move(bytes)); });
  }
  void cancel() {
    const std::lock_guard lock(mutex_);
    cancel_.cancel();
  }

  CancelSource cancel_source() const { return cancel_; }
  bool cancelled() const override { return cancel_.token().cancelled(); }
  bool begun() const override { return written_bytes_ > 0; }
  std::size_t written_bytes() const override { return written_bytes_; }
  std::size_t unsent_bytes() const override { return socket_->unsent_bytes(); }
  /// The session wakes what rests: it hears of each message that has left.
  void set_on_taken(std::function<void()>) override {}

 private:
  template <class Send>
  bool send(const Send& what) {
    const std::lock_guard lock(mutex_);
    if (cancelled()) return false;
    what(*socket_);
    return true;
  }

  std::shared_ptr<WebSocket> socket_;
  std::mutex mutex_;
  CancelSource cancel_;
  std::atomic<std::size_t> written_bytes_ = 0;
};

}  // namespace kokoro::server
