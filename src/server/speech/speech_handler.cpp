#include "server/speech/speech_handler.hpp"

#include <utility>

#include "base/utf8.hpp"
#include "engine/request_document.hpp"
#include "server/http/error_body.hpp"
#include "server/speech/levelled_output.hpp"
#include "server/speech/recorded_output.hpp"
#include "server/speech/speech_delivery.hpp"
#include "server/speech/speech_refusal.hpp"

namespace kokoro::server {
namespace {

/// Half of what a character of English takes; nothing that can be made is refused for this estimate.
constexpr double kLeastPerCharacterS = 0.03;

Metrics::Kind kind_of(const SpeechCall& call, const SpeechEngine& engine) {
  return {call.speech.version.value_or(engine.default_version()), std::string(audio::traits(call.format).name)};
}

}  // namespace

void SpeechHandler::handle(const Request& request, const std::shared_ptr<Responder>& responder) {
  auto call = read_speech_call(request.fields, rules_);
  if (!call) return responder->respond(error_response(call.error()));

  submit(std::move(*call), request, responder, deliver_audio);
}

void SpeechHandler::submit(SpeechCall call, const Request& request, const std::shared_ptr<Responder>& responder,
                           MakeOutput make_output) {
  if (accounts_.status.draining) {
    accounts_.metrics.refused("draining");
    return responder->respond(error_response(Error{ErrorCode::unavailable, "the server is shutting down", {}, {}}));
  }
  if (responder->memory_full()) {
    accounts_.metrics.refused("out_of_memory");
    return responder->respond(error_response(
        Error{ErrorCode::unavailable, "the server has no memory left for more speech; try again later", {}, {}}));
  }
  const auto order = std::make_shared<const Order>(Order{std::move(call), request.id, request.client, responder,
                                                         std::move(make_output), std::chrono::steady_clock::now()});
  const auto job = make_job(order);
  responder->set_on_taken([weak = std::weak_ptr<SpeechJob>(job), this] {
    const auto waiting = weak.lock();
    if (waiting && (waiting->can_go_on() || waiting->facts().cancel.token().cancelled())) scheduler_.wake(*waiting);
  });
  if (const auto refused = scheduler_.submit(job)) job->refuse(refusal(*refused, accounts_.metrics));
}

std::unique_ptr<SpeechOutput> SpeechHandler::output_of(const Order& order) {
  const SpeechCall& call = order.call;
  const auto make_answer = [&order](HeaderList headers) {
    return order.make_output(order.call, *order.responder, std::move(headers));
  };
  std::unique_ptr<SpeechOutput> output;
  if (call.download) {
    output = std::make_unique<RecordedOutput>(call, downloads_, make_answer);
  } else {
    output = make_answer({});
  }
  return levelled(call, std::move(output));
}

SpeechJob::Opening SpeechHandler::opening_of(const std::shared_ptr<const Order>& order) {
  return {.open = [this, order](const CancelToken& cancel) -> Result<SpeechJob::Opened> {
            auto session = engine_.open(order->call.speech, cancel);
            if (!session) return fail(std::move(session.error()));
            auto output = output_of(*order);
            if (order->call.delivery == Delivery::whole) {
              const auto characters = static_cast<double>(count_code_points(order->call.speech.text));
              const double speech_s = characters * kLeastPerCharacterS / order->call.speech.speed;
              auto room = output->expect(speech_s, engine::pauses_s(order->call.speech));
              if (!room) return fail(std::move(room.error()));
            }
            return SpeechJob::Opened{std::move(*session), std::move(output)};
          },
          .decline = [order](const HttpError& error) { order->responder->respond(error_response(error)); }};
}

std::shared_ptr<SpeechJob> SpeechHandler::make_job(const std::shared_ptr<const Order>& order) {
  const auto& call = order->call;
  const auto kind = kind_of(call, engine_);
  Job::Facts facts{.client = order->client,
                   .version = kind.version,
                   .expected_characters = static_cast<double>(count_code_points(call.speech.text)),
                   .speed = call.speech.speed,
                   .live = call.delivery != Delivery::whole,
                   .checks = true,
                   .cancel = order->responder->cancel_source()};
  SpeechJob::Parts parts{.engine = engine_,
                         .explain = [order](const Error& error) { return speech_error(error, order->call.text_field); },
                         .listener = order->responder,
                         .session = nullptr,
                         .output = nullptr,
                         .request_id = order->request_id,
                         .kind = kind,
                         .asked = order->asked,
                         .opening = opening_of(order)};
  return std::make_shared<SpeechJob>(std::move(facts), std::move(parts), accounts_);
}

}  // namespace kokoro::server
