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

/// Memory of one running utterance: blocks that are reused from layer to layer and from utterance to utterance, so that
/// nothing is page-faulted twice. Thread-compatible: one utterance at a time. Matrices must not outlive it.
class Workspace {
 public:
  Workspace() = default;
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  Matrix matrix(int rows, int columns) { return {*this, rows, columns}; }

  /// Bytes held, in use or not.
  std::size_t bytes() const;

 private:
  friend class Matrix;
  struct Block {
    float* data = nullptr;
    std::size_t size = 0;  ///< floats
    bool taken = false;
  };
  float* take(std::size_t size);
  void give(const float* data);
  std::vector<Block> blocks_;
};

}  // namespace kokoro::nn
