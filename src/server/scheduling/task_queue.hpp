#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <kokoro/cancel_token.hpp>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace kokoro::server {

/// A bounded queue and the threads that work it off, first come first served. Tasks whose client has gone are dropped
/// without being run. Thread-safe.
class TaskQueue {
 public:
  /// `workers` threads; at most `limit` tasks wait besides those that run.
  TaskQueue(std::size_t workers, std::size_t limit);
  /// As stop().
  ~TaskQueue();
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  /// False when the queue is full or stopped; then the task has been dropped.
  bool submit(CancelSource cancel, std::function<void()> task);

  /// Cancels what runs, drops what waits and joins the threads.
  void stop();

  struct Load {
    std::size_t running = 0;
    std::size_t waiting = 0;  ///< cancelled tasks do not count
  };
  Load load() const;

 private:
  struct Item {
    CancelSource cancel;
    std::function<void()> task;
  };
  void work();

  const std::size_t workers_;
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> waiting_;
  std::list<CancelSource> running_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace kokoro::server
