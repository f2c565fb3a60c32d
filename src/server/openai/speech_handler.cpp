#include "server/openai/speech_handler.hpp"

#include <utility>

#include "base/log.hpp"
#include "server/http/error_body.hpp"
#include "server/openai/speech_delivery.hpp"

namespace kokoro::server {
namespace {

/// application/json, with parameters or as a suffix (application/vnd.x+json); an absent type is taken for JSON.
bool is_json(const Request& request) {
  const auto type = request.headers.find("Content-Type");
  if (!type) return true;
  const std::string_view media = type->substr(0, type->find(';'));
  const std::string_view trimmed = media.substr(0, media.find_last_not_of(' ') + 1);
  return trimmed == "application/json" || trimmed.ends_with("+json");
}

Response queue_full() {
  return error_response(Error{ErrorCode::busy, "too many requests wait already", "try again in a moment", {}});
}

}  // namespace

void SpeechHandler::handle(const Request& request, std::shared_ptr<Responder> responder) {
  if (!is_json(request)) {
    return responder->respond(error_response(make_http_error(
        415, "unsupported_media_type", "the body must be JSON, sent with the header Content-Type: application/json")));
  }
  auto parsed = parse_speech_call(request.body, max_input_chars_);
  if (!parsed) return responder->respond(error_response(parsed.error()));

  auto call = std::make_shared<const SpeechCall>(std::move(*parsed));
  const bool taken = checks_.submit(responder->cancel_source(), [this, call, responder] { check(call, responder); });
  if (!taken) responder->respond(queue_full());
}

void SpeechHandler::check(const std::shared_ptr<const SpeechCall>& call, const std::shared_ptr<Responder>& responder) {
  if (auto valid = speaker_.validate(call->speech); !valid) {
    return responder->respond(error_response(speech_error(valid.error())));
  }
  const bool taken =
      compute_.submit(responder->cancel_source(), [this, call, responder] { synthesise(*call, *responder); });
  if (!taken) responder->respond(queue_full());
}

void SpeechHandler::synthesise(const SpeechCall& call, Responder& responder) {
  SpeechDelivery delivery(call, responder);
  const auto spoken = speaker_.speak(
      call.speech, [&](const SpeechChunk& chunk) { return delivery.take(chunk.audio); }, responder.token());
  if (responder.cancelled()) {
    ++status_.cancelled;
    return;
  }
  const Result<void> finished = spoken ? delivery.finish() : Result<void>(fail(spoken.error()));
  if (finished) {
    status_.ready = true;
    ++status_.completed;
    return;
  }
  ++status_.failed;
  log::error("speech failed after {} bytes: {}", delivery.bytes(), finished.error().message);
  if (responder.begun()) {
    responder.abort();
  } else {
    responder.respond(error_response(speech_error(finished.error())));
  }
}

}  // namespace kokoro::server
