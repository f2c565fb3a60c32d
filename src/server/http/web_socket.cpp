#include "server/http/web_socket.hpp"

#include <utility>

namespace kokoro::server {
namespace {

std::size_t audio_bytes(const WebSocket::Event& event) {
  const auto* message = std::get_if<WebSocketMessage>(&event);
  return message != nullptr && message->binary ? message->bytes.size() : 0;
}

}  // namespace

void WebSocket::close(int code, std::string reason) {
  put(WebSocketClose{code, std::move(reason)});
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

void WebSocket::drop_audio() {
  const std::lock_guard lock(mutex_);
  std::erase_if(events_, [](const Event& event) {
    const auto* message = std::get_if<WebSocketMessage>(&event);
    return message != nullptr && message->binary;
  });
  unsent_bytes_ = 0;
}

void WebSocket::set_notify(std::function<void()> notify) {
  const std::lock_guard lock(mutex_);
  notify_ = std::move(notify);
  if (notify_ && !events_.empty()) notify_();
}

std::optional<WebSocket::Event> WebSocket::take() {
  const std::lock_guard lock(mutex_);
  if (events_.empty()) return std::nullopt;
  Event event = std::move(events_.front());
  events_.pop_front();
  unsent_bytes_ -= audio_bytes(event);
  return event;
}

void WebSocket::client_gone() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  events_.clear();
  unsent_bytes_ = 0;
  notify_ = nullptr;
}

void WebSocket::put(Event event) {
  // The notification only posts to the connection's thread; under the lock it cannot outlive client_gone().
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  unsent_bytes_ += audio_bytes(event);
  events_.push_back(std::move(event));
  if (notify_) notify_();
}

}  // namespace kokoro::server
