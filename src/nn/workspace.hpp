#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "nn/matrix.hpp"

namespace kokoro::nn {

class Workspace;

/// A matrix in a workspace's memory; gives it back when it goes. Contents start undefined.
class Matrix : public MatrixView {
 public:
  Matrix() = default;
  Matrix(Workspace& workspace, int rows, int columns);
  Matrix(Matrix&& other) noexcept;
  Matrix& operator=(Matrix&& other) noexcept;
  ~Matrix();

 private:
  Workspace* workspace_ = nullptr;
};

/// Memory of one running utterance: reserved ranges of addresses from which matrices are cut. A matrix gets the lowest
/// free place, so that it reuses the pages of matrices before it. The memory grows to the most that was in use at once;
/// the first range holds the usual utterance, the rare longer one gets further ranges. Thread-compatible: one utterance
/// at a time. Matrices must not outlive it.
class Workspace {
 public:
  Workspace() = default;
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  Matrix matrix(int rows, int columns) { return {*this, rows, columns}; }

  /// Bytes held, in use or not.
  std::size_t bytes() const;

  /// Bytes of address space of a range, unless one matrix needs more.
  static constexpr std::size_t kRange = std::size_t{1} << 29U;

 private:
  friend class Matrix;
  struct Piece {
    std::size_t begin;
    std::size_t end;
  };
  struct Range {
    std::byte* base = nullptr;
    std::size_t reserved = 0;
    std::size_t committed = 0;
    std::vector<Piece> taken = {};  ///< in order of address
  };
  float* take(std::size_t floats);
  void give(const float* data);
  Range& reserve(std::size_t size);

  std::vector<Range> ranges_;
};

}  // namespace kokoro::nn
