#pragma once

#include <string_view>

#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint {

/// What a file says about one tensor, before any of it is believed.
struct TensorClaim {
  DType dtype = DType::float32;
  std::span<const std::byte> storage;  ///< the bytes that it may use
  std::int64_t offset = 0;             ///< of element 0, in elements
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  ///< in elements
};

/// The view, once every element is known to lie inside the storage and there are no more elements than the storage
/// holds (so that a copy of the tensor is never larger than the file).
/// Errors: corrupt; messages start with `place`.
Result<Tensor> view_tensor(TensorClaim claim, std::shared_ptr<const void> owner, std::string_view place);

/// Strides of a row-major, or column-major, tensor without gaps. Overflow wraps; view_tensor() judges the shape.
std::vector<std::int64_t> dense_strides(std::span<const std::int64_t> shape, bool column_major = false);

}  // namespace kokoro::checkpoint
