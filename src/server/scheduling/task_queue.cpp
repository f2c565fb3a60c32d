#include "server/scheduling/task_queue.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
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

TaskQueue::TaskQueue(std::size_t workers, std::size_t limit, std::size_t client_limit)
    : workers_(workers), limit_(limit), client_limit_(client_limit) {
  for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
}

TaskQueue::~TaskQueue() { stop(); }

std::vector<TaskQueue::Item> TaskQueue::drop_cancelled() {
  std::vector<Item> dropped;
  for (auto client = waiting_.begin(); client != waiting_.end();) {
    Items& items = client->second;
    const auto gone =
        std::stable_partition(items.begin(), items.end(), [](const Item& item) { return !cancelled(item.cancel); });
    std::move(gone, items.end(), std::back_inserter(dropped));
    items.erase(gone, items.end());
    client = items.empty() ? waiting_.erase(client) : std::next(client);
  }
  return dropped;
}

std::size_t TaskQueue::waiting() const {
  std::size_t count = 0;
  for (const auto& [client, items] : waiting_) count += items.size();
  return count;
}

bool TaskQueue::submit(const std::string& client, CancelSource cancel, std::function<void()> task) {
  std::vector<Item> dropped;  // destroyed after the lock is released
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return false;
    dropped = drop_cancelled();
    const auto own = waiting_.find(client);
    const std::size_t free = workers_ - running_.size();
    if (waiting() >= limit_ + free || (own != waiting_.end() && own->second.size() >= client_limit_)) return false;
    waiting_[client].push_back({std::move(cancel), std::move(task)});
  }
  wake_.notify_one();
  return true;
}

void TaskQueue::stop() {
  std::map<std::string, Items> dropped;
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
  std::size_t live = 0;
  for (const auto& [client, items] : waiting_) {
    live += static_cast<std::size_t>(
        std::count_if(items.begin(), items.end(), [](const Item& item) { return !cancelled(item.cancel); }));
  }
  return {running_.size(), live};
}

void TaskQueue::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
    if (stopped_) return;
    auto next = waiting_.upper_bound(last_client_);
    if (next == waiting_.end()) next = waiting_.begin();
    last_client_ = next->first;
    Item item = std::move(next->second.front());
    next->second.pop_front();
    if (next->second.empty()) waiting_.erase(next);
    const auto place = running_.insert(running_.end(), item.cancel);
    lock.unlock();
    if (!cancelled(item.cancel)) run_guarded(item.task);
    item.task = nullptr;  // what it holds is released before the worker counts as free
    lock.lock();
    running_.erase(place);
  }
}

}  // namespace kokoro::server
