#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace kokoro::nn {

template <class T>
struct CacheLineAllocator {
  using value_type = T;
  CacheLineAllocator() = default;
  template <class U>
  CacheLineAllocator(const CacheLineAllocator<U>&) {}  // NOLINT(google-explicit-constructor): allocators convert
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{64})); }
  void deallocate(T* p, std::size_t) { ::operator delete (p, std::align_val_t{64}); }
  bool operator==(const CacheLineAllocator&) const { return true; }
};

/// Floats on a cache line boundary, for weights and per-channel parameters.
using AlignedVector = std::vector<float, CacheLineAllocator<float>>;

}  // namespace kokoro::nn
