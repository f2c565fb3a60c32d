#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace kokoro::cli {

ProgressLine::ProgressLine(bool quiet) : active_(!quiet && isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(double fraction, const std::string& what) {
  const auto now = Clock::now();
  if (!active_ || now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  const double elapsed_s = std::chrono::duration<double>(now - start_).count();
  std::string rest;
  // Earlier the estimate would jump about.
  if (fraction > 0.02 && elapsed_s > 1) {
    rest = fmt::format(", {} left", duration_text(elapsed_s * (1 - fraction) / fraction));
  }
  fmt::print(stderr, "\r\x1b[K{:3.0f} %  {}{}", fraction * 100, what, rest);
  std::fflush(stderr);
  shown_ = true;
}

void ProgressLine::clear() {
  if (!shown_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  shown_ = false;
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace kokoro::cli
