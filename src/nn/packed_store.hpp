#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/thread_pool.hpp"

namespace kokoro::nn {

class PackedStore;

/// Numbers that are computed when they are asked for: where the packed weights are mapped from a file, nobody asks.
using WeightSource = std::function<std::vector<float>()>;

/// Some numbers of a PackedStore: usable once the store has its memory, as long as it lives.
template <class T>
class PackedArray {
 public:
  PackedArray() = default;
  PackedArray(const PackedStore& store, std::size_t offset, std::size_t size)
      : store_(&store), offset_(offset), size_(size) {}

  /// On a cache line; null when there are none.
  const T* data() const;
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  const PackedStore* store_ = nullptr;
  std::size_t offset_ = 0;
  std::size_t size_ = 0;
};

/// The packed weights of a network in one stretch of memory. Layers reserve their arrays while they are made; then the
/// memory is given once and either filled by them or already full. Arrays follow each other in the order of the calls,
/// so that the same network has the same layout each time. Immutable from then on.
class PackedStore {
 public:
  PackedStore() = default;
  PackedStore(const PackedStore&) = delete;
  PackedStore& operator=(const PackedStore&) = delete;

  /// Reserves `count` numbers. `fill(T* to)` writes all of them; it may run on any thread, or never.
  template <class T, class Fill>
  PackedArray<T> add(std::size_t count, Fill fill) {
    const std::size_t offset =
        reserve(count * sizeof(T), [fill = std::move(fill)](std::byte* to) mutable { fill(reinterpret_cast<T*>(to)); });
    return {*this, offset, count};
  }

  /// Bytes of all arrays.
  std::size_t bytes() const { return bytes_; }
  const std::byte* memory() const { return memory_.get(); }
  const std::shared_ptr<const std::byte>& owner() const { return memory_; }

  /// Called on any thread each time that an array has been filled.
  using Filled = std::function<void()>;

  /// Takes anonymous memory, in huge pages where the system gives them, and has it filled.
  void allocate(ThreadPool& pool, const Filled& filled = {});
  /// Takes `memory`, bytes() zeros on a cache line, and has it filled.
  void fill(std::shared_ptr<std::byte> memory, ThreadPool& pool, const Filled& filled = {});
  /// Takes memory that an earlier fill() of the same network wrote.
  void adopt(std::shared_ptr<const std::byte> memory);

 private:
  using Fill = std::function<void(std::byte*)>;
  std::size_t reserve(std::size_t bytes, Fill fill);

  struct Task {
    std::size_t offset;
    Fill fill;
  };
  std::vector<Task> tasks_;
  std::size_t bytes_ = 0;
  std::shared_ptr<const std::byte> memory_;
};

template <class T>
const T* PackedArray<T>::data() const {
  return empty() ? nullptr : reinterpret_cast<const T*>(store_->memory() + offset_);
}

}  // namespace kokoro::nn
