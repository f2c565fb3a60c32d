#include "base/thread_pool.hpp"

#include <sched.h>

#include <algorithm>

namespace kokoro {
int usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

namespace {

inline void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// Loops follow each other within tens of microseconds inside one utterance: spin about that long, then sleep. A pool
/// that spins for longer starves its own threads when a neighbour holds a core.
constexpr int kSpins = 1500;

}  // namespace

ThreadPool::ThreadPool(int threads) {
  const int total = threads > 0 ? threads : usable_cores();
  for (int i = 1; i < total; ++i) workers_.emplace_back([this] { work(); });
}

ThreadPool::~ThreadPool() {
  stop_.store(true);
  generation_.fetch_add(1);
  generation_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void ThreadPool::drain() {
  for (int i = next_.fetch_add(1, std::memory_order_relaxed); i < count_;
       i = next_.fetch_add(1, std::memory_order_relaxed)) {
    call_(context_, i);
  }
}

void ThreadPool::run_erased(int count, Call call, void* context) {
  const std::unique_lock lock(region_, std::try_to_lock);
  if (!lock.owns_lock() || workers_.empty() || count <= 1) {
    for (int i = 0; i < count; ++i) call(context, i);
    return;
  }
  call_ = call;
  context_ = context;
  count_ = count;
  next_.store(0, std::memory_order_relaxed);
  open_.store(true);
  generation_.fetch_add(1);
  generation_.notify_all();
  drain();
  // A worker raises inside_ before it looks at open_, we close before we look at inside_: one of us sees the other.
  open_.store(false);
  for (int spins = 0; inside_.load() > 0; ++spins) {
    if (spins < kSpins) {
      relax();
    } else {
      const int inside = inside_.load();
      if (inside > 0) inside_.wait(inside);
    }
  }
}

void ThreadPool::work() {
  unsigned seen = 0;
  for (;;) {
    for (int spins = 0; generation_.load() == seen; ++spins) {
      if (spins < kSpins) {
        relax();
      } else {
        generation_.wait(seen);
      }
    }
    seen = generation_.load();
    if (stop_.load()) return;
    inside_.fetch_add(1);
    if (open_.load()) drain();
    if (inside_.fetch_sub(1) == 1) inside_.notify_all();
  }
}

}  // namespace kokoro
