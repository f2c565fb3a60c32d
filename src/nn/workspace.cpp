#include "nn/workspace.hpp"

#include <sys/mman.h>

#include <new>
#include <utility>

namespace kokoro::nn {
namespace {

/// Address space of a workspace: no memory until it is needed. The longest utterance that Network takes, seven minutes,
/// needs 5 GB.
constexpr std::size_t kReserved = std::size_t{16} << 30U;
constexpr std::size_t kHugePage = std::size_t{1} << 21U;
constexpr std::size_t kPage = 4096;

constexpr std::size_t round_up(std::size_t value, std::size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

}  // namespace

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

Workspace::Workspace() {
  void* memory = mmap(nullptr, kReserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  base_ = static_cast<std::byte*>(memory);
}

Workspace::~Workspace() { munmap(base_, kReserved); }

void Workspace::commit(std::size_t end) {
  if (end <= committed_) return;
  const std::size_t wanted = round_up(end, kHugePage);
  if (wanted > kReserved || mprotect(base_ + committed_, wanted - committed_, PROT_READ | PROT_WRITE) != 0)
    throw std::bad_alloc();
  madvise(base_ + committed_, wanted - committed_, MADV_HUGEPAGE);
  committed_ = wanted;
}

float* Workspace::take(std::size_t floats) {
  // A page more than needed: neighbours of one size do not all start at the same place of a cache set.
  const std::size_t size = round_up(floats * sizeof(float) + 1, kPage);
  std::size_t begin = 0;
  auto next = taken_.begin();
  for (; next != taken_.end() && next->begin - begin < size; ++next) begin = next->end;
  commit(begin + size);
  taken_.insert(next, {begin, begin + size});
  return reinterpret_cast<float*>(base_ + begin);
}

void Workspace::give(const float* data) {
  const auto begin = static_cast<std::size_t>(reinterpret_cast<const std::byte*>(data) - base_);
  std::erase_if(taken_, [begin](const Piece& piece) { return piece.begin == begin; });
}

}  // namespace kokoro::nn
