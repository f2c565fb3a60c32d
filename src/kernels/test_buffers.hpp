#pragma once

#include <cmath>
#include <cstddef>
#include <new>
#include <random>
#include <vector>

namespace kokoro::testing {

/// 64-byte aligned, as the kernels' scratch must be.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{64})); }
  void deallocate(T* p, std::size_t) { ::operator delete (p, std::align_val_t{64}); }
  bool operator==(const AlignedAllocator&) const { return true; }
};
using Buffer = std::vector<float, AlignedAllocator<float>>;

inline Buffer aligned(std::size_t size) { return Buffer(size); }

inline Buffer random_buffer(int size, unsigned seed, double deviation = 1.0) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal(0, deviation);
  Buffer out(static_cast<std::size_t>(size));
  for (float& v : out) v = static_cast<float>(normal(generator));
  return out;
}

}  // namespace kokoro::testing
