#include "server/http/exchange.hpp"

#include <utility>

#include "server/http/error_body.hpp"

namespace kokoro::server {

Exchange::~Exchange() { forget(unsent_bytes_); }

/// Of what waited to be sent.
void Exchange::forget(std::size_t bytes) {
  unsent_bytes_ -= bytes;
  if (memory_ != nullptr) memory_->release(bytes);
}

void Exchange::set_notify(std::function<void()> notify) {
  const std::lock_guard lock(mutex_);
  notify_ = std::move(notify);
  if (notify_ && !events_.empty()) notify_();
}

std::optional<Exchange::Event> Exchange::take() {
  std::unique_lock lock(mutex_);
  if (events_.empty()) return std::nullopt;
  Event event = std::move(events_.front());
  events_.pop_front();
  const auto* part = std::get_if<BodyPart>(&event);
  if (part == nullptr) return event;
  forget(part->bytes.size());
  const auto on_taken = on_taken_;
  lock.unlock();
  if (on_taken) on_taken();
  return event;
}

void Exchange::client_gone() {
  cancel_.cancel();
  std::function<void()> on_taken;
  {
    const std::lock_guard lock(mutex_);
    gone_ = true;
    events_.clear();
    forget(unsent_bytes_);
    notify_ = nullptr;
    on_taken = std::exchange(on_taken_, nullptr);
  }
  if (on_taken) on_taken();
}

void Exchange::set_on_taken(std::function<void()> on_taken) {
  const std::lock_guard lock(mutex_);
  if (!gone_) on_taken_ = std::move(on_taken);
}

void Exchange::put(Event event) {
  // The notification only posts to the connection's thread; under the lock it cannot outlive client_gone().
  const std::lock_guard lock(mutex_);
  if (gone_) return;
  if (const auto* part = std::get_if<BodyPart>(&event)) {
    unsent_bytes_ += part->bytes.size();
    if (memory_ != nullptr) memory_->add(part->bytes.size());
  }
  events_.push_back(std::move(event));
  if (notify_) notify_();
}

Responder::~Responder() {
  if (state_ == State::fresh) {
    respond(error_response(Error{ErrorCode::internal, "the request was dropped", {}, {}}));
  } else {
    abort();
  }
}

void Responder::respond(Response response) {
  if (state_ != State::fresh) return;
  state_ = State::done;
  exchange_->put(std::move(response));
}

void Responder::upgrade(std::shared_ptr<WebSocketSession> session) {
  if (state_ != State::fresh) return;
  state_ = State::done;
  exchange_->put(Upgrade{std::move(session)});
}

void Responder::begin(ResponseHead head) {
  if (state_ != State::fresh) return;
  state_ = State::streaming;
  exchange_->put(std::move(head));
}

void Responder::write(std::string bytes) {
  if (state_ != State::streaming || bytes.empty()) return;
  written_bytes_ += bytes.size();
  exchange_->put(BodyPart{std::move(bytes)});
}

void Responder::end() {
  if (state_ != State::streaming) return;
  state_ = State::done;
  exchange_->put(BodyEnd{true});
}

void Responder::abort() {
  if (state_ != State::streaming) return;
  state_ = State::done;
  exchange_->put(BodyEnd{false});
}

}  // namespace kokoro::server
