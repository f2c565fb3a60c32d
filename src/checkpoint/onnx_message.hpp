#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.hpp"

namespace kokoro::checkpoint::onnx {

/// onnx.TensorProto.DataType, those that a Kokoro export may hold.
enum class ElementType : std::int32_t {
  undefined = 0,
  float32 = 1,
  uint8 = 2,
  int8 = 3,
  int32 = 6,
  int64 = 7,
  float16 = 10,
  float64 = 11,
  bfloat16 = 16,
  uint4 = 21,
  int4 = 22
};

/// onnx.TensorProto. Texts and bytes are views of the file; nothing is believed yet.
struct TensorMessage {
  std::string_view name;
  ElementType type = ElementType::undefined;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> raw;      ///< raw_data, or packed float_data: little-endian elements
  std::span<const std::byte> varints;  ///< packed int32_data or int64_data
  bool external = false;               ///< the numbers are in another file
  std::shared_ptr<const void> owner;   ///< of `raw` where it was unpacked, else empty
};

/// onnx.AttributeProto, without the kinds that weights do not need (graphs, texts).
struct AttributeMessage {
  std::string_view name;
  std::int64_t integer = 0;
  float real = 0;
  std::vector<std::int64_t> integers;
  std::optional<TensorMessage> tensor;
};

/// onnx.NodeProto.
struct NodeMessage {
  std::string_view name;
  std::string_view kind;  ///< op_type
  std::vector<std::string_view> inputs;
  std::vector<std::string_view> outputs;
  std::vector<AttributeMessage> attributes;

  /// Empty where there is no such input.
  std::string_view input(std::size_t index) const { return index < inputs.size() ? inputs[index] : std::string_view(); }
  const AttributeMessage* attribute(std::string_view wanted) const;
  std::int64_t integer(std::string_view wanted, std::int64_t otherwise) const;
};

/// onnx.ModelProto: the main graph and the metadata.
struct ModelMessage {
  std::vector<NodeMessage> nodes;
  std::vector<TensorMessage> initializers;
  std::map<std::string, std::string, std::less<>> metadata;
};

/// Reads the messages. Memory stays in proportion to the file, and the number of nodes and tensors is bounded before
/// any of them is kept. Errors: corrupt, naming the message that is cut off or too large; a file of 2 GB or more.
Result<ModelMessage> parse_model(const Blob& blob);

/// The metadata alone: the graph is skipped.
Result<std::map<std::string, std::string, std::less<>>> parse_metadata(const Blob& blob);

/// Integers of a packed field. Nothing when it is damaged.
std::optional<std::vector<std::int64_t>> unpack_varints(std::span<const std::byte> packed);

}  // namespace kokoro::checkpoint::onnx
