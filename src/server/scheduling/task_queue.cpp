#include "server/scheduling/task_queue.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.hpp"

namespace kokoro::server {
namespace {

bool cancelled(const CancelSource& source) { return source.token().cancelled(); }

void run_guarded(const std::function<void()>& task) {
  try {
    task();
  } catch (const std::exception& e) {
    log::error("a task ended with an exception: {}", e.what());
  }
}

}  // namespace

TaskQueue::TaskQueue(std::size_t workers, std::size_t limit) : workers_(workers), limit_(limit) {
  for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
}

TaskQueue::~TaskQueue() { stop(); }

bool TaskQueue::submit(CancelSource cancel, std::function<void()> task) {
  std::vector<Item> dropped;  // destroyed after the lock is released
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return false;
    const auto gone = std::stable_partition(waiting_.begin(), waiting_.end(),
                                            [](const Item& item) { return !cancelled(item.cancel); });
    std::move(gone, waiting_.end(), std::back_inserter(dropped));
    waiting_.erase(gone, waiting_.end());
    if (waiting_.size() >= limit_ + (workers_ - running_.size())) return false;
    waiting_.push_back({std::move(cancel), std::move(task)});
  }
  wake_.notify_one();
  return true;
}

void TaskQueue::stop() {
  std::deque<Item> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    dropped.swap(waiting_);
    for (auto& source : running_) source.cancel();
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

TaskQueue::Load TaskQueue::load() const {
  const std::lock_guard lock(mutex_);
  const auto live =
      std::count_if(waiting_.begin(), waiting_.end(), [](const Item& item) { return !cancelled(item.cancel); });
  return {running_.size(), static_cast<std::size_t>(live)};
}

void TaskQueue::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
    if (stopped_) return;
    Item item = std::move(waiting_.front());
    waiting_.pop_front();
    const auto place = running_.insert(running_.end(), item.cancel);
    lock.unlock();
    if (!cancelled(item.cancel)) run_guarded(item.task);
    item.task = nullptr;  // what it holds is released before the worker counts as free
    lock.lock();
    running_.erase(place);
  }
}

}  // namespace kokoro::server
