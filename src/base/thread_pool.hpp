#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace kokoro {

/// Cores that this process may use, at least one.
int usable_cores();

/// A few threads that share the indices of one loop at a time. Thread-safe.
///
/// A caller that finds the pool taken by another caller runs its loop alone, on its own thread: a lone request gets
/// all cores, a crowd one core each. Which thread runs which index is not fixed: results must not depend on it.
class ThreadPool {
 public:
  /// `threads` counts the calling thread; 0 takes one per core this process may use.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  /// Calls body(i) for every i in [0, count), in no fixed order, and returns when all are done. `body` must not throw.
  template <class Body>
  void run(int count, Body&& body) {
    run_erased(
        count, [](void* context, int index) { (*static_cast<std::remove_reference_t<Body>*>(context))(index); },
        const_cast<void*>(static_cast<const void*>(&body)));
  }

 private:
  using Call = void (*)(void*, int);
  void run_erased(int count, Call call, void* context);
  void work();
  void drain();

  std::vector<std::thread> workers_;
  std::mutex region_;
  // The loop that is running; written only while no worker is inside.
  Call call_ = nullptr;
  void* context_ = nullptr;
  int count_ = 0;
  std::atomic<int> next_{0};
  std::atomic<bool> open_{false};
  std::atomic<int> inside_{0};
  std::atomic<unsigned> generation_{0};
  std::atomic<bool> stop_{false};
};

}  // namespace kokoro
