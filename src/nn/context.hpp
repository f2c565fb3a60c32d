#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/cancel_token.hpp>

#include "base/thread_pool.hpp"
#include "kernels/kernels.hpp"
#include "nn/style_memo.hpp"
#include "nn/workspace.hpp"

namespace kokoro::nn {

/// What a forward pass runs with. The parts belong to the caller.
struct Context {
  const kernels::KernelTable& kernels;
  ThreadPool* pool;  ///< null: the calling thread works alone
  Workspace& workspace;
  const CancelToken& cancel;
  StyleMemo* styles = nullptr;  ///< of the utterance's style row; null: every norm projects it anew
  std::uint64_t* flops =
      nullptr;  ///< counts the additions and multiplications of a direct computation; null: nobody does

  /// Runs body(i) for i in [0, count), on the pool if there is one. Does nothing once the utterance is cancelled: what
  /// the skipped work would have written stays undefined, and the caller must look at `cancel` before it depends on a
  /// value.
  template <class Body>
  void parallel(int count, Body&& body) const {
    const auto unless_cancelled = [&](int i) {
      if (!cancel.cancelled()) body(i);
    };
    if (pool != nullptr) {
      pool->run(count, unless_cancelled);
    } else {
      for (int i = 0; i < count; ++i) unless_cancelled(i);
    }
  }

  /// Counts `operations` per row of `rows`. Called on the thread that runs the layer.
  void count(std::size_t operations, int rows) const {
    if (flops != nullptr) *flops += static_cast<std::uint64_t>(operations) * static_cast<std::uint64_t>(rows);
  }

  Matrix matrix(int rows, int columns) const { return workspace.matrix(rows, columns); }
};

/// Scratch floats of the calling thread, 64-byte aligned, valid until the thread's next call.
float* thread_scratch(std::size_t size);

}  // namespace kokoro::nn
