#include "server/websocket/utterance.hpp"

#include <utility>

namespace kokoro::server {
namespace {

/// As SpeechStream has it for text that waits to be spoken.
constexpr std::size_t kMaxWaitingBytes = 1U << 20U;

}  // namespace

Result<void> Utterance::append(const std::string& text, Scheduler& scheduler) {
  {
    const std::lock_guard lock(mutex_);
    if (text_ == nullptr) {
      if (waiting_.size() + text.size() > kMaxWaitingBytes) {
        return fail(ErrorCode::too_large, "too much text waits to be spoken", {}, "text");
      }
      waiting_ += text;
      return {};
    }
    if (auto taken = text_->append(text); !taken) return taken;
  }
  wake(scheduler);
  return {};
}

void Utterance::flush(Scheduler& scheduler) {
  {
    const std::lock_guard lock(mutex_);
    flushed_ = true;
    if (text_ != nullptr) text_->flush();
  }
  wake(scheduler);
}

void Utterance::finish(Scheduler& scheduler) {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
    if (text_ != nullptr) text_->finish();
  }
  wake(scheduler);
}

void Utterance::cancel(Scheduler& scheduler) {
  listener_->cancel();
  wake(scheduler);
}

Result<void> Utterance::attach(std::shared_ptr<SpeechJob> job, SpeechStream& text) {
  const std::lock_guard lock(mutex_);
  if (auto taken = text.append(std::exchange(waiting_, {})); !taken) return taken;
  if (flushed_) text.flush();
  if (finished_) text.finish();
  job_ = std::move(job);
  text_ = &text;
  return {};
}

void Utterance::wake_if_it_rests(Scheduler& scheduler) {
  std::shared_ptr<SpeechJob> job;
  {
    const std::lock_guard lock(mutex_);
    job = job_;
  }
  if (job && job->can_go_on()) scheduler.wake(*job);
}

void Utterance::wake(Scheduler& scheduler) {
  std::shared_ptr<SpeechJob> job;
  {
    const std::lock_guard lock(mutex_);
    job = job_;
  }
  if (job) scheduler.wake(*job);
}

}  // namespace kokoro::server
