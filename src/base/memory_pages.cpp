#include "base/memory_pages.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace kokoro {

std::shared_ptr<std::byte> allocate_pages(std::size_t bytes) {
  const std::size_t size = std::max<std::size_t>(bytes, 1);
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  madvise(memory, size, MADV_HUGEPAGE);
  return {static_cast<std::byte*>(memory), [size](std::byte* p) { munmap(p, size); }};
}

}  // namespace kokoro
