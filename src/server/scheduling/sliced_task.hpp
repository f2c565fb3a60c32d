#pragma once

#include <chrono>
#include <functional>
#include <kokoro/cancel_token.hpp>
#include <memory>
#include <thread>

namespace kokoro::server {

/// Work that may take longer than one turn, done in slices on a thread of its own: when its slice is over it stops at
/// its next PausePoint::pass() and stays there until it gets another one. One thread at a time.
class SlicedTask {
 public:
  using Work = std::function<void(const CancelToken&)>;

  /// `work` gets the token of `cancel`. An exception of it is logged and ends it.
  SlicedTask(CancelSource cancel, Work work) : cancel_(std::move(cancel)), work_(std::move(work)) {}
  /// Cancels work that is not done, and waits until it has seen that.
  ~SlicedTask();
  SlicedTask(const SlicedTask&) = delete;
  SlicedTask& operator=(const SlicedTask&) = delete;

  /// Lets the work go on for about `slice`; true when it is done.
  bool run(std::chrono::milliseconds slice);

 private:
  class Gate;

  CancelSource cancel_;
  Work work_;
  std::shared_ptr<Gate> gate_;  ///< null before the first slice
  std::thread thread_;
};

}  // namespace kokoro::server
