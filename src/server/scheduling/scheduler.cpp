#include "server/scheduling/scheduler.hpp"

#include <cmath>
#include <exception>
#include <span>
#include <utility>
#include <vector>

#include "base/log.hpp"

namespace kokoro::server {
namespace {

using Clock = Roster::Clock;

/// Those of all jobs of a batch.
std::vector<Turn> take_guarded_turns(std::span<const Roster::Choice> batch) {
  std::vector<Job*> jobs;
  for (const Roster::Choice& choice : batch) jobs.push_back(choice.job.get());
  try {
    return jobs.front()->take_turns(jobs, batch.front().all_cores);
  } catch (const std::exception& e) {
    log::error("a turn ended with an exception: {}", e.what());
    return std::vector<Turn>(batch.size());
  }
}

}  // namespace

Scheduler::Scheduler(const Roster::Limits& limits, Observer& observer) : observer_(observer), roster_(limits) {
  const int threads = limits.cores + 2;
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Scheduler::~Scheduler() { stop(); }

std::optional<Roster::Refused> Scheduler::submit(std::shared_ptr<Job> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return std::nullopt;
    if (auto refused = roster_.add(std::move(job), Clock::now())) return refused;
  }
  wake_.notify_one();
  return std::nullopt;
}

void Scheduler::wake(const Job& job) {
  {
    const std::lock_guard lock(mutex_);
    roster_.wake(job, Clock::now());
  }
  wake_.notify_one();
}

void Scheduler::learn_pace(ModelVersion version, double characters, double audio_s, double core_s) {
  const std::lock_guard lock(mutex_);
  roster_.learn_pace(version, characters, audio_s, core_s);
}

void Scheduler::stop() {
  std::vector<std::shared_ptr<Job>> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    dropped = roster_.clear();
    for (const auto& job : dropped) {
      CancelSource cancel = job->facts().cancel;
      cancel.cancel();
    }
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

Scheduler::Load Scheduler::load() const {
  const std::lock_guard lock(mutex_);
  const std::size_t waiting = roster_.waiting();
  return {roster_.running(), waiting, roster_.size() - waiting, roster_.size()};
}

void Scheduler::tell(const Roster::Choice& choice, const Turn& turn, const Roster::Ended& ended) {
  if (ended.gone) choice.job->left();
  log::debug("a turn of {} on {}: {:.2f} s of speech in {:.2f} core seconds, {:.2f} foreseen; {:.2f} s ahead",
             choice.job->facts().client, choice.all_cores ? "all cores" : "one core", turn.audio_s, ended.core_s,
             ended.foreseen_core_s, ended.slack_s);
  if (ended.stalled_s > 0) observer_.stalled(*choice.job, ended.stalled_s);
}

void Scheduler::work() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    auto leaving = roster_.sweep(Clock::now());
    if (!leaving.cancelled.empty() || !leaving.expired.empty()) {
      const int retry_after_s = static_cast<int>(std::ceil(roster_.expected_wait_s())) + 1;
      lock.unlock();
      for (const auto& job : leaving.expired) job->expire(retry_after_s);
      for (const auto& jobs : {leaving.expired, leaving.cancelled}) {
        for (const auto& job : jobs) job->left();
      }
      leaving = {};  // jobs are destroyed while nobody waits for the lock
      lock.lock();
      continue;
    }
    auto batch = roster_.next_batch(Clock::now());
    if (batch.empty()) {
      if (const auto expiry = roster_.next_expiry()) {
        wake_.wait_until(lock, *expiry);
      } else {
        wake_.wait(lock);
      }
      continue;
    }
    lock.unlock();
    // There may be another turn to give, which this worker does not take.
    wake_.notify_one();
    for (const auto& choice : batch) {
      if (choice.first) observer_.waited(choice.waited.count());
    }
    const std::vector<Turn> turns = take_guarded_turns(batch);
    lock.lock();
    if (stopped_) return;
    std::vector<Roster::Ended> ended;
    const auto now = Clock::now();
    for (std::size_t i = 0; i < batch.size(); ++i) ended.push_back(roster_.end_turn(batch[i], turns[i], now));
    lock.unlock();
    for (std::size_t i = 0; i < batch.size(); ++i) tell(batch[i], turns[i], ended[i]);
    batch.clear();  // what a job holds is released without the lock
    lock.lock();
  }
}

}  // namespace kokoro::server
