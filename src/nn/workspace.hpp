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

/// Memory of one running utterance: a reserved range of addresses from which matrices are cut. A matrix gets the lowest
/// free place, so that it reuses the pages of matrices before it. The memory grows to the most that was in use at once.
/// Thread-compatible: one utterance at a time. Matrices must not outlive it.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  Matrix matrix(int rows, int columns) { return {*this, rows, columns}; }

  /// Bytes held, in use or not.
  std::size_t bytes() const { return committed_; }

 private:
  friend class Matrix;
  struct Piece {
    std::size_t begin;
    std::size_t end;
  };
  float* take(std::size_t floats);
  void give(const float* data);
  void commit(std::size_t end);

  std::byte* base_ = nullptr;
  std::size_t committed_ = 0;
  std::vector<Piece> taken_;  ///< in order of address
};

}  // namespace kokoro::nn
