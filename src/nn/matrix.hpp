#pragma once

#include <cstddef>

namespace kokoro::nn {

/// Rows of time, columns of channels; a view, columns may be part of a wider matrix.
template <class Float>
struct BasicView {
  Float* data = nullptr;
  int rows = 0;
  int columns = 0;
  std::size_t stride = 0;  ///< floats from row to row

  Float* row(int r) const { return data + static_cast<std::size_t>(r) * stride; }
  BasicView columns_from(int first, int count) const { return {data + first, rows, count, stride}; }
  BasicView rows_from(int first, int count) const { return {row(first), count, columns, stride}; }
  operator BasicView<const Float>() const { return {data, rows, columns, stride}; }
};
using MatrixView = BasicView<float>;
using ConstMatrixView = BasicView<const float>;

}  // namespace kokoro::nn
