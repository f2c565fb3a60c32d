#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace kokoro {

/// Shared values that are built on first use: one build per key however many threads ask at once. Of more values than
/// its capacity the least recently used are forgotten.
///
/// Those who ask while a build runs wait for its result, good or bad. A failed build leaves nothing behind: the next
/// call builds again. Values are leases: one that is dropped here lives until its last user lets go. Thread-safe; a
/// build may ask for other keys, not in a circle.
template <class Key, class Value>
class BuildOnce {
 public:
  using Lease = std::shared_ptr<const Value>;
  using Build = std::function<Result<Lease>()>;

  /// Keeps at most `capacity` values, and at least one.
  explicit BuildOnce(std::size_t capacity = std::numeric_limits<std::size_t>::max())
      : capacity_(std::max<std::size_t>(capacity, 1)) {}

  /// The value of `key`; `build` makes it if there is none.
  /// Errors: those of the build; cancelled (while waiting for somebody else's build).
  Result<Lease> get(const Key& key, const Build& build, const CancelToken& cancel = {}) {
    std::unique_lock lock(mutex_);
    if (const auto ready = ready_.find(key); ready != ready_.end()) {
      recency_.splice(recency_.begin(), recency_, ready->second.place);
      return ready->second.value;
    }
    if (const auto pending = pending_.find(key); pending != pending_.end()) {
      const auto future = pending->second.future;
      lock.unlock();
      return wait(future, cancel);
    }
    std::promise<Result<Lease>> promise;
    const std::size_t number = ++builds_;
    pending_.emplace(key, Pending{number, promise.get_future().share()});
    lock.unlock();
    return run(key, number, build, promise);
  }

  /// The value if it is there already, else null.
  Lease peek(const Key& key) const {
    const std::lock_guard lock(mutex_);
    const auto ready = ready_.find(key);
    return ready == ready_.end() ? nullptr : ready->second.value;
  }

  /// Forgets all values. Each is destroyed here or by its last user, never under the lock. What is being built reaches
  /// those who wait for it and is not kept.
  void clear() {
    std::unique_lock lock(mutex_);
    const auto values = std::exchange(ready_, {});
    pending_.clear();
    recency_.clear();
    lock.unlock();
  }

  /// Every value that is there, with its key.
  std::vector<std::pair<Key, Lease>> all() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<Key, Lease>> out;
    for (const auto& [key, ready] : ready_) out.emplace_back(key, ready.value);
    return out;
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return ready_.size();
  }

  /// Forgets a value; false if there was none. It is destroyed here or by its last user, never under the lock.
  bool drop(const Key& key) {
    std::unique_lock lock(mutex_);
    const auto node = ready_.extract(key);
    if (!node.empty()) recency_.erase(node.mapped().place);
    lock.unlock();
    return !node.empty();
  }

 private:
  using Future = std::shared_future<Result<Lease>>;
  struct Ready {
    Lease value;
    typename std::list<Key>::iterator place;
  };
  struct Pending {
    std::size_t number;  ///< of the build: one that clear() forgot is told from its successor
    Future future;
  };

  static Result<Lease> wait(const Future& future, const CancelToken& cancel) {
    constexpr std::chrono::milliseconds kCancelPeriod{20};
    while (future.wait_for(kCancelPeriod) != std::future_status::ready) {
      if (cancel.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
    }
    return future.get();
  }

  Result<Lease> run(const Key& key, std::size_t number, const Build& build, std::promise<Result<Lease>>& promise) {
    try {
      Result<Lease> result = build();
      settle(key, number, result ? *result : nullptr);
      promise.set_value(result);
      return result;
    } catch (...) {  // out of memory: the waiters must not wait for ever
      settle(key, number, nullptr);
      promise.set_exception(std::current_exception());
      throw;
    }
  }

  void settle(const Key& key, std::size_t number, Lease value) {
    Lease forgotten;  // destroyed after the lock is released
    const std::lock_guard lock(mutex_);
    const auto pending = pending_.find(key);
    if (pending == pending_.end() || pending->second.number != number) return;
    pending_.erase(pending);
    if (!value) return;
    if (ready_.size() == capacity_) {
      forgotten = std::move(ready_.extract(recency_.back()).mapped().value);
      recency_.pop_back();
    }
    recency_.push_front(key);
    ready_.emplace(key, Ready{std::move(value), recency_.begin()});
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::map<Key, Ready> ready_;
  std::map<Key, Pending> pending_;
  std::list<Key> recency_;  ///< keys of ready_, the last used first
  std::size_t builds_ = 0;
};

}  // namespace kokoro
