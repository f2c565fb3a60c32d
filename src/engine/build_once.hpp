#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace kokoro::engine {

/// Shared values that are built on first use: one build per key however many threads ask at once.
///
/// Those who ask while a build runs wait for its result, good or bad. A failed build leaves nothing behind: the next
/// call builds again. Values are leases: one that is dropped here lives until its last user lets go. Thread-safe.
template <class Key, class Value>
class BuildOnce {
 public:
  using Lease = std::shared_ptr<const Value>;
  using Build = std::function<Result<Lease>(const Key&)>;

  explicit BuildOnce(Build build) : build_(std::move(build)) {}

  /// The value of `key`. Errors: those of the build; cancelled (while waiting for somebody else's build).
  Result<Lease> get(const Key& key, const CancelToken& cancel = {}) {
    std::unique_lock lock(mutex_);
    if (const auto ready = ready_.find(key); ready != ready_.end()) return ready->second;
    if (const auto pending = pending_.find(key); pending != pending_.end()) {
      const auto future = pending->second;
      lock.unlock();
      return wait(future, cancel);
    }
    std::promise<Result<Lease>> promise;
    pending_.emplace(key, promise.get_future().share());
    lock.unlock();
    return build(key, promise);
  }

  /// The value if it is there already, else null.
  Lease peek(const Key& key) const {
    const std::lock_guard lock(mutex_);
    const auto ready = ready_.find(key);
    return ready == ready_.end() ? nullptr : ready->second;
  }

  /// Forgets all values. Each is destroyed here or by its last user, never under the lock.
  void clear() {
    std::unique_lock lock(mutex_);
    const auto values = std::exchange(ready_, {});
    lock.unlock();
  }

  /// Every value that is there, with its key.
  std::vector<std::pair<Key, Lease>> all() const {
    const std::lock_guard lock(mutex_);
    return {ready_.begin(), ready_.end()};
  }

  /// Forgets a value; false if there was none. It is destroyed here or by its last user, never under the lock.
  bool drop(const Key& key) {
    std::unique_lock lock(mutex_);
    const auto node = ready_.extract(key);
    lock.unlock();
    return !node.empty();
  }

 private:
  using Future = std::shared_future<Result<Lease>>;

  static Result<Lease> wait(const Future& future, const CancelToken& cancel) {
    constexpr std::chrono::milliseconds kCancelPeriod{20};
    while (future.wait_for(kCancelPeriod) != std::future_status::ready) {
      if (cancel.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
    }
    return future.get();
  }

  Result<Lease> build(const Key& key, std::promise<Result<Lease>>& promise) {
    try {
      Result<Lease> result = build_(key);
      settle(key, result ? *result : nullptr);
      promise.set_value(result);
      return result;
    } catch (...) {  // out of memory: the waiters must not wait for ever
      settle(key, nullptr);
      promise.set_exception(std::current_exception());
      throw;
    }
  }

  void settle(const Key& key, Lease value) {
    const std::lock_guard lock(mutex_);
    pending_.erase(key);
    if (value) ready_.insert_or_assign(key, std::move(value));
  }

  Build build_;
  mutable std::mutex mutex_;
  std::map<Key, Lease> ready_;
  std::map<Key, Future> pending_;
};

}  // namespace kokoro::engine
