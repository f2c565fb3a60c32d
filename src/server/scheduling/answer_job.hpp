#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/http/exchange.hpp"
#include "server/scheduling/scheduler.hpp"
#include "server/scheduling/sliced_task.hpp"

namespace kokoro::server {

/// Work for a request that takes more than a moment and is no speech: reading a long body, phonemes of a long text. It
/// has its client's turns, in slices.
class AnswerJob final : public Job {
 public:
  /// `work` is done in the turns; `then` after the last of them, when the client's next job can be taken in.
  AnswerJob(std::string client, std::shared_ptr<Responder> responder, SlicedTask::Work work,
            std::function<void()> then = {});

  Turn take_turn(bool all_cores) override;
  double unsent_s() const override { return 0; }
  void expire(int retry_after_s) override;
  void left() override;

 private:
  std::shared_ptr<Responder> responder_;
  SlicedTask task_;
  std::function<void()> then_;
  bool done_ = false;
};

/// Hands a job to the scheduler, which hears at once when its client has gone; answers 429 when it is not taken in.
void submit_answer(Scheduler& scheduler, const std::shared_ptr<Responder>& responder,
                   const std::shared_ptr<AnswerJob>& job);

/// Answers with what `make` returns, in turns of its client; 429 when they do not come.
void answer_in_turns(Scheduler& scheduler, const std::string& client, const std::shared_ptr<Responder>& responder,
                     std::function<Response(const CancelToken&)> make);

}  // namespace kokoro::server
