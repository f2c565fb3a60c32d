#pragma once

#include <chrono>
#include <string>

namespace kokoro::cli {

/// One line on a terminal that is written over: what is done, and how long the rest will take. Silent when standard
/// error is no terminal, or on request. Not thread-safe.
class ProgressLine {
 public:
  explicit ProgressLine(bool quiet);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `fraction` of the work that is done, 0 to 1; shown at most ten times a second.
  void show(double fraction, const std::string& what);

  /// Removes the line, so that other output can follow.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool active_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};
};

/// "45 s", "2:05", "1:02:03".
std::string duration_text(double seconds);

}  // namespace kokoro::cli
