#include "server/openai/speech_handler.hpp"

#include <utility>

#include "base/log.hpp"
#include "server/http/error_body.hpp"

namespace kokoro::server {
namespace {

Response queue_full() {
  return error_response(Error{ErrorCode::busy, "too many requests wait already", "try again in a moment", {}});
}

}  // namespace

void SpeechHandler::handle(const Request& request, const std::shared_ptr<Responder>& responder) {
  auto call = read_speech_call(request.fields, max_input_chars_);
  if (!call) return responder->respond(error_response(call.error()));

  auto job = std::make_shared<const Job>(Job{std::move(*call), request.id, responder});
  const bool taken = checks_.submit(responder->cancel_source(), [this, job] { check(job); });
  if (!taken) responder->respond(queue_full());
}

void SpeechHandler::check(const std::shared_ptr<const Job>& job) {
  if (auto valid = speaker_.validate(job->call.speech); !valid) {
    SpeechDelivery delivery(job->call, *job->responder);
    return give_up(*job, delivery, valid.error());
  }
  const bool taken = compute_.submit(job->responder->cancel_source(), [this, job] { synthesise(*job); });
  if (!taken) job->responder->respond(queue_full());
}

void SpeechHandler::synthesise(const Job& job) {
  SpeechDelivery delivery(job.call, *job.responder);
  const auto spoken = speaker_.speak(
      job.call.speech, [&](const SpeechChunk& chunk) { return delivery.take(chunk.audio); }, job.responder->token());
  if (job.responder->cancelled()) {
    ++status_.cancelled;
    return;
  }
  const Result<void> finished = spoken ? delivery.finish(*spoken) : Result<void>(fail(spoken.error()));
  if (!finished) return give_up(job, delivery, finished.error());
  status_.ready = true;
  ++status_.completed;
}

void SpeechHandler::give_up(const Job& job, SpeechDelivery& delivery, const Error& error) {
  const HttpError answer = speech_error(error);
  if (answer.status >= 500 || job.responder->begun()) {
    ++status_.failed;
    log::error("{} {}: {}", job.request_id, traits(error.code).name, error.message);
  }
  delivery.give_up(answer);
}

}  // namespace kokoro::server
