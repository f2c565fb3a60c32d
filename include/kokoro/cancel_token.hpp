#pragma once

#include <atomic>
#include <memory>

namespace kokoro {

/// Tells work that nobody waits for it any more. A default-made token never cancels. Copies share one state.
/// Thread-safe.
class CancelToken {
 public:
  CancelToken() = default;
  bool cancelled() const { return state_ && state_->load(std::memory_order_relaxed); }

 private:
  friend class CancelSource;
  explicit CancelToken(std::shared_ptr<std::atomic<bool>> state) : state_(std::move(state)) {}
  std::shared_ptr<std::atomic<bool>> state_;
};

/// The side that cancels. Thread-safe.
class CancelSource {
 public:
  CancelSource() : state_(std::make_shared<std::atomic<bool>>(false)) {}
  void cancel() { state_->store(true, std::memory_order_relaxed); }
  CancelToken token() const { return CancelToken(state_); }

 private:
  std::shared_ptr<std::atomic<bool>> state_;
};

}  // namespace kokoro
