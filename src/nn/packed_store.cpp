#include "nn/packed_store.hpp"

#include <algorithm>

#include "base/memory_pages.hpp"

namespace kokoro::nn {
namespace {
constexpr std::size_t kCacheLine = 64;
}

std::size_t PackedStore::reserve(std::size_t bytes, Fill fill) {
  const std::size_t offset = bytes_;
  if (bytes > 0) tasks_.push_back({offset, std::move(fill)});
  bytes_ += (bytes + kCacheLine - 1) / kCacheLine * kCacheLine;
  return offset;
}

void PackedStore::allocate(ThreadPool& pool, const Filled& filled) {
  fill(allocate_pages(std::max(bytes_, kCacheLine)), pool, filled);
}

void PackedStore::fill(std::shared_ptr<std::byte> memory, ThreadPool& pool, const Filled& filled) {
  pool.run(static_cast<int>(tasks_.size()), [&](int i) {
    Task& task = tasks_[static_cast<std::size_t>(i)];
    task.fill(memory.get() + task.offset);
    task.fill = nullptr;  // frees what it holds of the checkpoint
    if (filled) filled();
  });
  adopt(std::move(memory));
}

void PackedStore::adopt(std::shared_ptr<const std::byte> memory) {
  tasks_.clear();
  memory_ = std::move(memory);
}

}  // namespace kokoro::nn
