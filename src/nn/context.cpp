#include "nn/context.hpp"

#include "nn/aligned_vector.hpp"

namespace kokoro::nn {

float* thread_scratch(std::size_t size) {
  thread_local AlignedVector scratch;
  if (scratch.size() < size) {
    scratch = {};
    scratch.resize(size);
  }
  return scratch.data();
}

}  // namespace kokoro::nn
