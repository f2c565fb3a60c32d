#include "server/scheduling/answer_job.hpp"

#include <utility>

#include "server/http/error_body.hpp"

namespace kokoro::server {
namespace {

Response too_busy(std::string code, std::string message, int retry_after_s) {
  HttpError error = make_http_error(429, std::move(code), std::move(message));
  error.retry_after_s = retry_after_s;
  return error_response(error);
}

}  // namespace

AnswerJob::AnswerJob(std::string client, std::shared_ptr<Responder> responder, SlicedTask::Work work,
                     std::function<void()> then)
    : Job({.client = std::move(client), .live = false, .checks = true, .cancel = responder->cancel_source()}),
      responder_(std::move(responder)),
      task_(facts().cancel, std::move(work)),
      then_(std::move(then)) {}

Turn AnswerJob::take_turn(bool) {
  done_ = task_.run(kCheckSlice);
  return {.state = done_ ? Turn::State::done : Turn::State::more, .checking = true};
}

void AnswerJob::expire(int retry_after_s) {
  responder_->respond(too_busy("queue_timeout", "the request has waited for its turn for too long", retry_after_s));
}

void AnswerJob::left() {
  if (done_ && then_ && !responder_->cancelled()) then_();
}

void submit_answer(Scheduler& scheduler, const std::shared_ptr<Responder>& responder,
                   const std::shared_ptr<AnswerJob>& job) {
  responder->set_on_taken([weak = std::weak_ptr<AnswerJob>(job), &scheduler] {
    const auto waiting = weak.lock();
    if (waiting && waiting->facts().cancel.token().cancelled()) scheduler.wake(*waiting);
  });
  if (const auto refused = scheduler.submit(job)) {
    responder->respond(
        too_busy("queue_full", "too many requests wait already; try again later", refused->retry_after_s));
  }
}

void answer_in_turns(Scheduler& scheduler, const std::string& client, const std::shared_ptr<Responder>& responder,
                     std::function<Response(const CancelToken&)> make) {
  submit_answer(
      scheduler, responder,
      std::make_shared<AnswerJob>(client, responder, [responder, made = std::move(make)](const CancelToken& cancel) {
        responder->respond(made(cancel));
      }));
}

}  // namespace kokoro::server
