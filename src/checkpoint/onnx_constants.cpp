#include "checkpoint/onnx_constants.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "checkpoint/tensor_view.hpp"

namespace kokoro::checkpoint::onnx {
namespace {

constexpr int kDeepest = 8;  ///< nodes between a weight and the constant that it is made of

std::optional<DType> real_type(ElementType type) {
  switch (type) {
    case ElementType::float32:
      return DType::float32;
    case ElementType::float16:
      return DType::float16;
    case ElementType::bfloat16:
      return DType::bfloat16;
    case ElementType::float64:
      return DType::float64;
    default:
      return std::nullopt;
  }
}

/// Which scale belongs to an element.
class ScaleIndex {
 public:
  ScaleIndex(std::span<const std::int64_t> shape, const Scaling& scaling) : one_(scaling.scales.element_count() == 1) {
    for (std::size_t d = scaling.axis + 1; d < shape.size(); ++d) inner_ *= static_cast<std::size_t>(shape[d]);
    size_ = shape.empty() ? 1 : static_cast<std::size_t>(shape[scaling.axis]);
    if (scaling.block > 0) block_ = scaling.block;
    blocks_ = (size_ + block_ - 1) / block_;
    blocked_ = scaling.block > 0;
  }

  /// How many scales there must be.
  bool fits(std::size_t scales, std::size_t count) const {
    if (one_) return true;
    if (size_ == 0 || inner_ == 0) return scales == 0;
    return scales == (blocked_ ? count / size_ * blocks_ : size_);
  }

  std::size_t operator()(std::size_t element) const {
    if (one_) return 0;
    const std::size_t at = element / inner_ % size_;
    if (!blocked_) return at;
    return (element / (inner_ * size_) * blocks_ + at / block_) * inner_ + element % inner_;
  }

 private:
  bool one_;
  bool blocked_ = false;
  std::size_t inner_ = 1;
  std::size_t size_ = 1;
  std::size_t block_ = 1;
  std::size_t blocks_ = 1;
};

}  // namespace

std::int32_t Codes::operator[](std::size_t index) const {
  const bool packed = type == ElementType::int4 || type == ElementType::uint4;
  const auto byte = std::to_integer<std::int32_t>(bytes[packed ? index / 2 : index]);
  if (type == ElementType::int8) return byte < 128 ? byte : byte - 256;
  if (!packed) return byte;
  const std::int32_t nibble = index % 2 == 0 ? byte & 15 : byte >> 4;
  return type == ElementType::int4 && nibble > 7 ? nibble - 16 : nibble;
}

std::optional<Tensor> Constants::numbers(std::string_view value) const { return numbers(value, 0); }

std::optional<Tensor> Constants::numbers(std::string_view value, int depth) const {
  if (value.empty() || depth > kDeepest) return std::nullopt;
  if (const TensorMessage* stored = graph_.constant(value)) {
    const auto type = real_type(stored->type);
    if (!type) return std::nullopt;
    auto tensor =
        view_tensor({*type, stored->raw, 0, stored->shape, dense_strides(stored->shape)}, owner_of(*stored), value);
    return tensor ? std::optional(std::move(*tensor)) : std::nullopt;
  }
  const NodeMessage* maker = graph_.maker(value);
  if (maker == nullptr) return std::nullopt;
  if (maker->kind == "Identity" || maker->kind == "Cast") return numbers(maker->input(0), depth + 1);
  if (maker->kind == "DequantizeLinear") return dequantize_linear(*maker);
  if (maker->kind == "Transpose") {
    const auto source = numbers(maker->input(0), depth + 1);
    const AttributeMessage* order = maker->attribute("perm");
    if (!source || order == nullptr) return std::nullopt;
    std::vector<std::int64_t> sorted = order->integers;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::int64_t> expected(source->shape.size());
    std::iota(expected.begin(), expected.end(), 0);
    if (sorted != expected) return std::nullopt;
    return permuted(*source, order->integers);
  }
  return std::nullopt;
}

std::optional<Tensor> Constants::vector(std::string_view value) const {
  // A convolution's bias is given its two further dimensions, and rounded, on the way to the addition.
  constexpr std::array<std::string_view, 6> kOnTheWay{"Reshape", "Unsqueeze", "Squeeze", "Floor", "Round", "Div"};
  for (int depth = 0; depth < kDeepest; ++depth) {
    if (const auto found = numbers(value)) return reshaped(*found, {static_cast<std::int64_t>(found->element_count())});
    const NodeMessage* maker = graph_.maker(value);
    if (maker == nullptr) return std::nullopt;
    const bool passes = maker->kind == "Cast" || maker->kind == "Identity" ||
                        std::find(kOnTheWay.begin(), kOnTheWay.end(), maker->kind) != kOnTheWay.end();
    if (!passes) return std::nullopt;
    value = maker->input(0);
  }
  return std::nullopt;
}

std::optional<Codes> Constants::codes(std::string_view value) const {
  const TensorMessage* stored = graph_.constant(value);
  if (stored == nullptr) return std::nullopt;
  switch (stored->type) {
    case ElementType::int4:
    case ElementType::uint4:
    case ElementType::int8:
    case ElementType::uint8:
      return Codes{stored->shape, stored->type, stored->raw, owner_of(*stored)};
    default:
      return std::nullopt;
  }
}

std::optional<Scaling> Constants::scaling(std::string_view scales, std::string_view zeros, std::size_t axis) const {
  auto factors = numbers(scales);
  if (!factors) return std::nullopt;
  Scaling scaling{.scales = std::move(*factors), .zeros = numbers(zeros), .axis = axis};
  if (scaling.zeros || zeros.empty()) return scaling;
  const auto stored = codes(zeros);
  if (!stored) return std::nullopt;
  scaling.zeros = as_numbers(*stored);
  return scaling;
}

Tensor Constants::as_numbers(const Codes& codes) const {
  return computed(codes.shape, [codes] {
    std::vector<float> out(codes.count());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(codes[i]);
    return out;
  });
}

std::optional<Tensor> Constants::dequantised(const Codes& codes, Scaling scaling) const {
  if (scaling.axis >= std::max<std::size_t>(codes.shape.size(), 1)) return std::nullopt;
  const ScaleIndex index(codes.shape, scaling);
  const std::size_t scales = scaling.scales.element_count();
  const std::size_t zeros = scaling.zeros ? scaling.zeros->element_count() : 0;
  if (!index.fits(scales, codes.count()) || (zeros > 1 && zeros != scales)) return std::nullopt;
  return computed(codes.shape, [codes, scaling = std::move(scaling), index] {
    const std::vector<float> factors = *scaling.scales.to_floats();
    const std::vector<float> offsets = scaling.zeros ? *scaling.zeros->to_floats() : std::vector<float>();
    const auto usual = static_cast<double>(offsets.size() == 1 ? offsets[0] : scaling.usual_zero);
    std::vector<float> out(codes.count());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::size_t at = index(i);
      const double zero = offsets.size() > 1 ? static_cast<double>(offsets[at]) : usual;
      out[i] = static_cast<float>((static_cast<double>(codes[i]) - zero) * static_cast<double>(factors[at]));
    }
    return out;
  });
}

std::optional<Tensor> Constants::dequantize_linear(const NodeMessage& node) const {
  const auto stored = codes(node.input(0));
  if (!stored) return std::nullopt;
  const auto rank = static_cast<std::int64_t>(stored->shape.size());
  std::int64_t axis = node.integer("axis", 1);
  if (axis < 0) axis += rank;
  auto how = scaling(node.input(1), node.input(2), 0);
  if (!how) return std::nullopt;
  if (how->scales.element_count() > 1) {
    if (axis < 0 || axis >= rank) return std::nullopt;
    how->axis = static_cast<std::size_t>(axis);
  }
  how->block = static_cast<std::size_t>(std::max<std::int64_t>(node.integer("block_size", 0), 0));
  return dequantised(*stored, std::move(*how));
}

Tensor permuted(const Tensor& tensor, std::span<const std::int64_t> order) {
  Tensor out = tensor;
  // As a view: computed numbers get one of their own once they are there.
  for (std::size_t d = 0; d < order.size(); ++d) {
    out.shape[d] = tensor.shape[static_cast<std::size_t>(order[d])];
    out.strides[d] = tensor.strides[static_cast<std::size_t>(order[d])];
  }
  if (!tensor.compute) return out;
  return computed(out.shape, [compute = tensor.compute, view = out] {
    const std::vector<float> values = compute();
    Tensor turned = view;
    turned.compute = {};
    turned.data = reinterpret_cast<const std::byte*>(values.data());
    return *turned.to_floats();
  });
}

Tensor transposed(const Tensor& tensor) {
  constexpr std::array<std::int64_t, 2> kOrder{1, 0};
  return permuted(tensor, kOrder);
}

Tensor reshaped(const Tensor& tensor, std::vector<std::int64_t> shape) {
  if (tensor.compute || !tensor.contiguous()) {
    return computed(std::move(shape), [tensor] { return *tensor.to_floats(); });
  }
  Tensor out = tensor;
  out.strides = dense_strides(shape);
  out.shape = std::move(shape);
  return out;
}

Tensor computed(std::vector<std::int64_t> shape, std::function<std::vector<float>()> compute) {
  Tensor tensor;
  tensor.strides = dense_strides(shape);
  tensor.shape = std::move(shape);
  tensor.compute = std::move(compute);
  return tensor;
}

}  // namespace kokoro::checkpoint::onnx
