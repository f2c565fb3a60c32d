#include "server/websocket/speech_socket.hpp"

#include <fmt/format.h>

#include <utility>

#include "server/http/error_body.hpp"
#include "server/speech/levelled_output.hpp"
#include "server/speech/speech_refusal.hpp"
#include "server/websocket/socket_events.hpp"
#include "server/websocket/socket_output.hpp"

namespace kokoro::server {
namespace {

/// Utterances that wait for the one that is spoken.
constexpr std::size_t kMaxUtterances = 16;
/// Wrong messages before the client is taken for broken.
constexpr int kMaxComplaints = 100;

// Codes of RFC 6455, 7.4.1.
constexpr int kGoingAway = 1001;
constexpr int kUnsupportedData = 1003;
constexpr int kPolicyViolation = 1008;

HttpError shutting_down() { return to_http_error({ErrorCode::unavailable, "the server is shutting down", {}, {}}); }

}  // namespace

SpeechSocket::SpeechSocket(SocketParts parts, std::string request_id, std::string client, SpeechCall defaults)
    : parts_(parts), request_id_(std::move(request_id)), client_(std::move(client)), call_(std::move(defaults)) {}

void SpeechSocket::on_open(std::shared_ptr<WebSocket> socket) { socket_ = std::move(socket); }

void SpeechSocket::on_message(WebSocketMessage message) {
  if (message.binary) return socket_->close(kUnsupportedData, "messages are JSON in text frames");
  auto read = read_socket_message(message.bytes, parts_.rules);
  if (!read) return complain(read.error());
  obey(std::move(*read));
}

void SpeechSocket::complain(const HttpError& error, std::uint64_t utterance) {
  socket_->send_text(socket_error_event(error, utterance));
  const std::lock_guard lock(mutex_);
  if (++complaints_ == kMaxComplaints) socket_->close(kPolicyViolation, "too many messages that are wrong");
}

SpeechSocket::UtterancePtr SpeechSocket::last_open() {
  const std::lock_guard lock(mutex_);
  return writing_ && !utterances_.empty() ? utterances_.back() : nullptr;
}

void SpeechSocket::obey(SocketMessage message) {
  switch (message.type) {
    case SocketMessage::Type::text:
      return append(message.text);
    case SocketMessage::Type::cancel:
      return cancel_all(true);
    case SocketMessage::Type::flush:
      if (const auto utterance = last_open()) utterance->flush(parts_.scheduler);
      return;
    case SocketMessage::Type::finish: {
      const auto utterance = last_open();
      {
        const std::lock_guard lock(mutex_);
        writing_ = deaf_ = false;
      }
      if (utterance) utterance->finish(parts_.scheduler);
      return;
    }
    case SocketMessage::Type::start: {
      if (last_open()) {
        return complain(make_http_error(400, "utterance_open", "start: the utterance before is not finished"));
      }
      const std::lock_guard lock(mutex_);
      deaf_ = false;
      call_ = std::move(message.call);
    }
  }
}

void SpeechSocket::append(const std::string& text) {
  if (text.empty()) return;
  UtterancePtr utterance;
  bool first = false;
  {
    std::unique_lock lock(mutex_);
    if (deaf_) return;
    if (!writing_) {
      if (draining_ || utterances_.size() >= kMaxUtterances) {
        deaf_ = true;
        const bool draining = draining_;
        lock.unlock();
        return complain(draining ? shutting_down()
                                 : make_http_error(429, "too_many_utterances",
                                                   fmt::format("{} utterances wait already", kMaxUtterances)));
      }
      utterances_.push_back(std::make_shared<Utterance>(++numbers_, call_, socket_));
      writing_ = true;
      first = utterances_.size() == 1;
    }
    utterance = utterances_.back();
  }
  const auto taken = utterance->append(text, parts_.scheduler);
  if (!taken) complain(speech_error(taken.error()));
  if (first) open(utterance);
}

void SpeechSocket::open(const UtterancePtr& utterance) {
  const bool taken =
      parts_.checks.submit(client_, utterance->listener()->cancel_source(),
                           [self = shared_from_this(), utterance] { self->open_on_this_thread(utterance); });
  if (taken) return;
  complain(refusal({Roster::Refusal::queue_full, 1}, parts_.accounts.metrics), utterance->number());
  on_over(utterance->number());
}

void SpeechSocket::open_on_this_thread(const UtterancePtr& utterance) {
  const auto& call = utterance->call();
  const auto& listener = utterance->listener();
  auto output = levelled(call, std::make_unique<SocketOutput>(utterance->number(), call.format, listener));
  auto stream = parts_.engine.open_stream(call.speech, listener->cancel_source().token());
  if (!stream) {
    log_hidden(stream.error(), request_id_);
    output->give_up(speech_error(stream.error()));
    return on_over(utterance->number());
  }
  SpeechStream& text = **stream;
  const Metrics::Kind kind{call.speech.version.value_or(parts_.engine.default_version()),
                           std::string(audio::traits(call.format).name)};
  auto job = std::make_shared<SpeechJob>(
      Job::Facts{.client = client_, .version = kind.version, .cancel = listener->cancel_source()},
      SpeechJob::Parts{.engine = parts_.engine,
                       .explain = [](const Error& error) { return speech_error(error); },
                       .listener = listener,
                       .session = std::move(*stream),
                       .output = std::move(output),
                       .request_id = request_id_,
                       .kind = kind,
                       .asked = std::chrono::steady_clock::now(),
                       .on_left =
                           [weak = weak_from_this(), number = utterance->number()] {
                             if (const auto self = weak.lock()) self->on_over(number);
                           }},
      parts_.accounts);
  std::optional<HttpError> refused;
  if (auto attached = utterance->attach(job, text); !attached) {
    refused = speech_error(attached.error());
  } else if (const auto full = parts_.scheduler.submit(job)) {
    refused = refusal(*full, parts_.accounts.metrics);
  }
  if (!refused) return;
  job->refuse(*refused);
  on_over(utterance->number());
}

/// Not before its job has left the scheduler, where the next one would be weighed against it.
void SpeechSocket::on_over(std::uint64_t number) {
  UtterancePtr next;
  bool last = false;
  {
    const std::lock_guard lock(mutex_);
    if (utterances_.empty() || utterances_.front()->number() != number) return;  // cancelled meanwhile
    if (utterances_.size() == 1 && writing_) {
      // It ended while its text was still coming: it has failed.
      writing_ = false;
      deaf_ = true;
    }
    utterances_.pop_front();
    if (!utterances_.empty()) next = utterances_.front();
    last = draining_ && utterances_.empty();
  }
  if (next) open(next);
  if (last) socket_->close(kGoingAway, "the server is shutting down");
}

void SpeechSocket::cancel_all(bool tell) {
  std::deque<UtterancePtr> cancelled;
  bool last = false;
  {
    const std::lock_guard lock(mutex_);
    cancelled.swap(utterances_);
    writing_ = deaf_ = false;
    last = draining_;
  }
  for (const auto& utterance : cancelled) utterance->cancel(parts_.scheduler);
  if (!tell) return;
  socket_->drop_audio();
  for (const auto& utterance : cancelled) socket_->send_text(utterance_cancelled_event(utterance->number()));
  if (last) socket_->close(kGoingAway, "the server is shutting down");
}

bool SpeechSocket::busy() const {
  const std::lock_guard lock(mutex_);
  return !utterances_.empty();
}

void SpeechSocket::on_sent() {
  UtterancePtr first;
  {
    const std::lock_guard lock(mutex_);
    if (!utterances_.empty()) first = utterances_.front();
  }
  if (first) first->wake_if_it_rests(parts_.scheduler);
}

void SpeechSocket::on_drain() {
  const auto open = last_open();
  bool idle = false;
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
    writing_ = false;
    deaf_ = deaf_ || open != nullptr;
    idle = utterances_.empty();
  }
  if (open) open->finish(parts_.scheduler);
  if (idle && socket_) socket_->close(kGoingAway, "the server is shutting down");
}

void SpeechSocket::on_gone() { cancel_all(false); }

}  // namespace kokoro::server
