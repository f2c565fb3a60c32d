#include "nn/workspace.hpp"

#include <sys/mman.h>

#include <new>
#include <utility>

namespace kokoro::nn {

Matrix::Matrix(Workspace& workspace, int rows_in, int columns_in) : workspace_(&workspace) {
  rows = rows_in;
  columns = columns_in;
  stride = static_cast<std::size_t>(columns_in);
  data = workspace.take(static_cast<std::size_t>(rows_in) * stride);
}

Matrix::Matrix(Matrix&& other) noexcept : MatrixView(other), workspace_(std::exchange(other.workspace_, nullptr)) {}

Matrix& Matrix::operator=(Matrix&& other) noexcept {
  if (this != &other) {
    if (workspace_) workspace_->give(data);
    static_cast<MatrixView&>(*this) = other;
    workspace_ = std::exchange(other.workspace_, nullptr);
  }
  return *this;
}

Matrix::~Matrix() {
  if (workspace_) workspace_->give(data);
}

Workspace::~Workspace() {
  for (const Block& block : blocks_) munmap(block.data, block.size * sizeof(float));
}

std::size_t Workspace::bytes() const {
  std::size_t total = 0;
  for (const Block& block : blocks_) total += block.size * sizeof(float);
  return total;
}

float* Workspace::take(std::size_t size) {
  constexpr std::size_t kPage = 4096 / sizeof(float);
  size = (size + kPage) / kPage * kPage;
  Block* best = nullptr;
  for (Block& block : blocks_) {
    if (!block.taken && block.size >= size && (best == nullptr || block.size < best->size)) best = &block;
  }
  // A block far larger than needed is left for the layer that needs it.
  if (best != nullptr && best->size <= 2 * size + (1U << 18)) {
    best->taken = true;
    return best->data;
  }
  void* memory = mmap(nullptr, size * sizeof(float), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  madvise(memory, size * sizeof(float), MADV_HUGEPAGE);
  blocks_.push_back({static_cast<float*>(memory), size, true});
  return blocks_.back().data;
}

void Workspace::give(const float* data) {
  for (Block& block : blocks_) {
    if (block.data == data) block.taken = false;
  }
}

}  // namespace kokoro::nn
