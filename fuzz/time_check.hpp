#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>

/// Aborts at its end when what was done since its making took more processor time than 50 ms for each kB begun of the
/// input, sanitizers and all. Things that are made once (front ends, dictionaries) come before it.
class TimeCheck {
 public:
  explicit TimeCheck(std::size_t bytes) : allowed_ms_(50.0 * static_cast<double>(bytes / 1000 + 1)) {}
  ~TimeCheck() {
    const double spent_ms = now_ms() - begun_ms_;
    if (spent_ms <= allowed_ms_) return;
    std::fprintf(stderr, "ERROR: too slow: %.0f ms of processor time where %.0f are allowed\n", spent_ms, allowed_ms_);
    std::abort();
  }
  TimeCheck(const TimeCheck&) = delete;
  TimeCheck& operator=(const TimeCheck&) = delete;

 private:
  static double now_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }

  double allowed_ms_;
  double begun_ms_ = now_ms();
};
