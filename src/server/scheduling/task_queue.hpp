#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <kokoro/cancel_token.hpp>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kokoro::server {

/// A bounded queue of short tasks and the threads that work it off: the clients in turn, and of each the first that
/// came. Tasks whose client has gone are dropped without being run. Thread-safe.
class TaskQueue {
 public:
  /// `workers` threads; at most `limit` tasks wait besides those that run, of one client at most `client_limit`.
  TaskQueue(std::size_t workers, std::size_t limit, std::size_t client_limit = ~std::size_t{0});
  /// As stop().
  ~TaskQueue();
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  /// False when the queue is full or stopped; then the task has been dropped.
  bool submit(const std::string& client, CancelSource cancel, std::function<void()> task);

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
  using Items = std::deque<Item>;
  void work();
  std::vector<Item> drop_cancelled();
  std::size_t waiting() const;

  const std::size_t workers_;
  const std::size_t limit_;
  const std::size_t client_limit_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, Items> waiting_;  ///< by client; none is empty
  std::string last_client_;               ///< whose task was taken last
  std::list<CancelSource> running_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace kokoro::server
