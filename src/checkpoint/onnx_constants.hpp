#pragma once

#include <optional>
#include <string_view>

#include "checkpoint/onnx_graph.hpp"
#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint::onnx {

/// Integers that stand for real numbers.
struct Codes {
  std::vector<std::int64_t> shape;
  ElementType type = ElementType::undefined;
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;  ///< of `bytes`

  std::size_t count() const { return element_count(shape); }
  std::int32_t operator[](std::size_t index) const;
};

/// How codes become numbers: (code - zero) · scale. There is one scale for all, one for each index of `axis`, or, with
/// a block, one for so many elements along it; as many zeros, or none (then `usual_zero`).
struct Scaling {
  Tensor scales;
  std::optional<Tensor> zeros;
  float usual_zero = 0;
  std::size_t axis = 0;
  std::size_t block = 0;
};

/// The numbers that nodes are given without computing on inputs: stored as they are, in another precision, turned, or
/// quantised.
class Constants {
 public:
  Constants(const Graph& graph, std::shared_ptr<const void> owner) : graph_(graph), owner_(std::move(owner)) {}

  /// Real numbers: stored ones, or made from constants by Identity, Cast, Transpose and DequantizeLinear.
  std::optional<Tensor> numbers(std::string_view value) const;

  /// The same, of a vector with one number per channel whatever its dimensions are, [channels].
  std::optional<Tensor> vector(std::string_view value) const;

  /// Stored integers of 4 or 8 bits.
  std::optional<Codes> codes(std::string_view value) const;

  /// The codes themselves as real numbers.
  Tensor as_numbers(const Codes& codes) const;

  /// The tensor that codes stand for, or nothing where scales and shape do not belong together.
  std::optional<Tensor> dequantised(const Codes& codes, Scaling scaling) const;

  /// Scales and zeros of an operator's inputs; `zeros` may be empty. Nothing where the scales are not constant.
  std::optional<Scaling> scaling(std::string_view scales, std::string_view zeros, std::size_t axis) const;

  /// What keeps the bytes of a stored tensor alive: the file, or the buffer that they were unpacked to.
  std::shared_ptr<const void> owner_of(const TensorMessage& stored) const {
    return stored.owner ? stored.owner : owner_;
  }

 private:
  std::optional<Tensor> numbers(std::string_view value, int depth) const;
  std::optional<Tensor> dequantize_linear(const NodeMessage& node) const;

  const Graph& graph_;
  std::shared_ptr<const void> owner_;
};

/// The tensor with its dimensions in another order.
Tensor permuted(const Tensor& tensor, std::span<const std::int64_t> order);

/// [rows, columns] -> [columns, rows].
Tensor transposed(const Tensor& tensor);

/// The same elements in another shape of as many.
Tensor reshaped(const Tensor& tensor, std::vector<std::int64_t> shape);

/// A tensor whose numbers `compute` makes.
Tensor computed(std::vector<std::int64_t> shape, std::function<std::vector<float>()> compute);

}  // namespace kokoro::checkpoint::onnx
