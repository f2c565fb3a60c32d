#include "server/scheduling/sliced_task.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>

#include "base/log.hpp"
#include "base/pause_point.hpp"

namespace kokoro::server {

/// Where the work waits for its next slice, and whoever gives it one for the slice's end.
class SlicedTask::Gate final : public PausePoint {
 public:
  using Clock = std::chrono::steady_clock;

  void passed() override {
    if (Clock::now() < slice_end_) return;
    std::unique_lock lock(mutex_);
    state_ = State::waiting;
    changed_.notify_all();
    changed_.wait(lock, [this] { return state_ == State::running; });
  }

  bool run(std::chrono::milliseconds slice) {
    std::unique_lock lock(mutex_);
    if (state_ == State::done) return true;
    if (state_ == State::waiting) {
      slice_end_ = Clock::now() + slice;
      state_ = State::running;
      changed_.notify_all();
    }
    // Work that reads a disk, or makes what many will use, comes to no point for a while: the others need not wait.
    changed_.wait_for(lock, slice + kGrace, [this] { return state_ != State::running; });
    return state_ == State::done;
  }

  void wait_for_first_slice() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return state_ == State::running; });
  }

  void finish() {
    const std::lock_guard lock(mutex_);
    state_ = State::done;
    changed_.notify_all();
  }

  bool done() {
    const std::lock_guard lock(mutex_);
    return state_ == State::done;
  }

  /// The work goes on to its end without stopping.
  void let_go() {
    const std::lock_guard lock(mutex_);
    if (state_ == State::done) return;
    slice_end_ = Clock::time_point::max();
    state_ = State::running;
    changed_.notify_all();
  }

 private:
  static constexpr std::chrono::milliseconds kGrace{40};
  enum class State { waiting, running, done };

  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::waiting;
  Clock::time_point slice_end_{};  ///< changes only while the work waits
};

SlicedTask::~SlicedTask() {
  if (!gate_) return;
  if (!gate_->done()) cancel_.cancel();
  gate_->let_go();
  thread_.join();
}

bool SlicedTask::run(std::chrono::milliseconds slice) {
  if (!gate_) {
    gate_ = std::make_shared<Gate>();
    thread_ = std::thread([gate = gate_, token = cancel_.token(), work = std::move(work_)]() mutable {
      gate->wait_for_first_slice();
      PausePoint::set(gate.get());
      try {
        work(token);
      } catch (const std::exception& e) {
        log::error("a check ended with an exception: {}", e.what());
      }
      PausePoint::set(nullptr);
      work = nullptr;  // what it holds goes before the task counts as done
      gate->finish();
    });
  }
  return gate_->run(slice);
}

}  // namespace kokoro::server
