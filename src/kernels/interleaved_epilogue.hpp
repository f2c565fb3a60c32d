#pragma once

#include <algorithm>
#include <cstddef>

#include "kernels/conv1d_bf16.hpp"

namespace kokoro::kernels {

/// The epilogue of a convolution, interleaved with its matrix products. The products of a block leave most issue slots
/// free. In these the block before is stored, and the cache lines that the output of this block touches are prefetched.
class InterleavedEpilogue {
 public:
  /// `steps` is how often step() comes for one block of at most 32 rows.
  InterleavedEpilogue(const Conv1dJob& job, const Bf16Parts& parts, int steps)
      : job_(job), parts_(parts), rows_a_step_((32 + steps - 1) / steps) {}

  /// A block of sums of `rows` rows from row `first` of the job will come to `sums`.
  void start(int column_block, int first, int rows, float* sums) { current_ = {column_block, first, rows, sums, 0}; }

  /// Some rows of the block before and for the output of this one.
  void step() {
    store(rows_a_step_);
    const int end = std::min(current_.rows, fetched_ + rows_a_step_);
    for (; fetched_ < end; ++fetched_) fetch(fetched_);
  }

  /// The rest of the block before, which must be done before the sums of this one overwrite those of its column block.
  void finish() {
    store(before_.rows);
    const bool last = before_.rows > 0 && job_.row_begin + before_.first + before_.rows == job_.row_end;
    if (last && job_.output.mean != nullptr) {
      const float* all = before_.sums - static_cast<std::size_t>(before_.first) * kBf16Cols;
      parts_.stats(job_, before_.column_block, before_.first + before_.rows, all);
    }
    before_ = current_;
    current_.rows = 0;
    fetched_ = 0;
  }

 private:
  struct Block {
    int column_block = 0;
    int first = 0;
    int rows = 0;
    float* sums = nullptr;
    int stored = 0;
  };

  void store(int most) {
    const int rows = std::min(most, before_.rows - before_.stored);
    if (rows <= 0) return;
    parts_.store(job_, before_.column_block, job_.row_begin + before_.first + before_.stored, rows,
                 before_.sums + static_cast<std::size_t>(before_.stored) * kBf16Cols);
    before_.stored += rows;
  }

  void fetch(int row) const {
    const auto at = static_cast<std::size_t>(job_.row_begin + current_.first + row);
    const auto column = static_cast<std::size_t>(current_.column_block) * kBf16Cols;
    const OutputTransform& out = job_.output;
    // Two cache lines each; past the end of a row they do no harm.
    const auto lines = [&](const float* from, std::size_t stride) {
      __builtin_prefetch(from + at * stride + column);
      __builtin_prefetch(from + at * stride + column + 16);
    };
    lines(job_.y, job_.y_stride);
    if (out.residual != nullptr) lines(out.residual, out.residual_stride);
    if (out.residual2 != nullptr) lines(out.residual2, out.residual2_stride);
  }

  const Conv1dJob& job_;
  const Bf16Parts& parts_;
  int rows_a_step_;
  int fetched_ = 0;
  Block before_;
  Block current_;
};

}  // namespace kokoro::kernels
