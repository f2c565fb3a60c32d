#pragma once

#include <algorithm>
#include <cstddef>

#include "kernels/conv1d.hpp"

namespace kokoro::kernels {

/// Fetches what the output transform of some rows will touch, bit by bit while their sums are multiplied: a layer's
/// rows lie too far apart for the processor to see that they will be needed.
class OutputPrefetch {
 public:
  /// Of rows [first, first + rows) of the matrices of `job`, columns [column, column + columns), in `steps` steps.
  OutputPrefetch(const Conv1dJob& job, int column, int columns, int first, int rows, int steps)
      : job_(job),
        column_(static_cast<std::size_t>(column)),
        columns_(static_cast<std::size_t>(std::min(columns, job.out - column))),
        next_(first),
        end_(first + rows),
        rows_a_step_((rows + steps - 1) / std::max(1, steps)) {}

  void step() {
    const int until = std::min(end_, next_ + rows_a_step_);
    const OutputTransform& out = job_.output;
    for (; next_ < until; ++next_) {
      const auto row = static_cast<std::size_t>(next_);
      fetch(job_.y + row * job_.y_stride);
      if (out.residual != nullptr) fetch(out.residual + row * out.residual_stride);
      if (out.residual2 != nullptr) fetch(out.residual2 + row * out.residual2_stride);
    }
  }

 private:
  void fetch(const float* row) const {
    constexpr std::size_t kCacheLine = 16;
    for (std::size_t c = 0; c < columns_; c += kCacheLine) __builtin_prefetch(row + column_ + c);
  }

  const Conv1dJob& job_;
  std::size_t column_;
  std::size_t columns_;
  int next_;
  int end_;
  int rows_a_step_;
};

}  // namespace kokoro::kernels
