#include "nn/workspace.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>
#include <utility>

namespace kokoro::nn {
namespace {

/// The longest utterance that Network takes, seven minutes, needs 5 GB; 510 phonemes at normal speed less than one
/// range.
constexpr std::size_t kMostReserved = std::size_t{16} << 30U;
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

Workspace::~Workspace() {
  for (const Range& range : ranges_) munmap(range.base, range.reserved);
}

std::size_t Workspace::bytes() const {
  std::size_t sum = 0;
  for (const Range& range : ranges_) sum += range.committed;
  return sum;
}

Workspace::Range& Workspace::reserve(std::size_t size) {
  std::size_t all = round_up(std::max(size, kRange), kHugePage);
  const std::size_t own = all;
  for (const Range& range : ranges_) all += range.reserved;
  if (all > kMostReserved) throw std::bad_alloc();
  // No memory until it is needed.
  void* memory = mmap(nullptr, own, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return ranges_.emplace_back(Range{static_cast<std::byte*>(memory), own});
}

float* Workspace::take(std::size_t floats) {
  // A page more than needed: neighbours of one size do not all start at the same place of a cache set.
  const std::size_t size = round_up(floats * sizeof(float) + 1, kPage);
  const auto cut = [size](Range& range) -> float* {
    std::size_t begin = 0;
    auto next = range.taken.begin();
    for (; next != range.taken.end() && next->begin - begin < size; ++next) begin = next->end;
    if (begin + size > range.reserved) return nullptr;
    if (begin + size > range.committed) {
      const std::size_t wanted = round_up(begin + size, kHugePage) - range.committed;
      std::byte* more = range.base + range.committed;
      if (mprotect(more, wanted, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
      madvise(more, wanted, MADV_HUGEPAGE);
      range.committed += wanted;
    }
    range.taken.insert(next, {begin, begin + size});
    return reinterpret_cast<float*>(range.base + begin);
  };
  for (Range& range : ranges_) {
    if (float* data = cut(range)) return data;
  }
  return cut(reserve(size));
}

void Workspace::give(const float* data) {
  const auto* place = reinterpret_cast<const std::byte*>(data);
  for (Range& range : ranges_) {
    if (place < range.base || place >= range.base + range.reserved) continue;
    const auto begin = static_cast<std::size_t>(place - range.base);
    std::erase_if(range.taken, [begin](const Piece& piece) { return piece.begin == begin; });
    return;
  }
}

}  // namespace kokoro::nn
