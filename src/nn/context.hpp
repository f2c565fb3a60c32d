#pragma once

#include <cstddef>
#include <kokoro/cancel_token.hpp>

#include "base/thread_pool.hpp"
#include "kernels/kernels.hpp"
#include "nn/workspace.hpp"

namespace kokoro::nn {

/// What a forward pass runs with. The parts belong to the caller.
struct Context {
  const kernels::KernelTable& kernels;
  ThreadPool& pool;
  Workspace& workspace;
  const CancelToken& cancel;

  /// Runs body(i) for i in [0, count) on the pool. Does nothing once the utterance is cancelled: what the skipped work
  /// would have written stays undefined, and the caller must look at `cancel` before it depends on a value.
  template <class Body>
  void parallel(int count, Body&& body) const {
    if (!cancel.cancelled()) pool.run(count, body);
  }

  Matrix matrix(int rows, int columns) const { return workspace.matrix(rows, columns); }
};

/// Scratch floats of the calling thread, 64-byte aligned, valid until the thread's next call.
float* thread_scratch(std::size_t size);

}  // namespace kokoro::nn
