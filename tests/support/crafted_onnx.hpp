#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace kokoro::test {

/// Protocol Buffers' wire format, as far as ONNX models need it.
inline std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  return out + static_cast<char>(value);
}
inline std::string field(unsigned number, std::int64_t value) {
  return varint(number << 3) + varint(static_cast<std::uint64_t>(value));
}
inline std::string field(unsigned number, const std::string& bytes) {
  return varint(number << 3 | 2) + varint(bytes.size()) + bytes;
}

template <class T>
std::string little_endian(const std::vector<T>& values) {
  std::string out(values.size() * sizeof(T), '\0');
  if (!values.empty()) std::memcpy(out.data(), values.data(), out.size());
  return out;
}

/// onnx.TensorProto; `type` is its DataType: 1 float32, 2 uint8, 3 int8, 7 int64.
struct CraftedTensor {
  std::string name;
  int type = 1;
  std::vector<std::int64_t> shape;
  std::string raw;
  std::string more{};  ///< further fields

  std::string message() const {
    std::string out;
    for (const std::int64_t size : shape) out += field(1, size);
    return out + field(2, type) + field(8, name) + field(9, raw) + more;
  }
};

inline CraftedTensor floats(const std::string& name, const std::vector<std::int64_t>& shape,
                            const std::vector<float>& values) {
  return {name, 1, shape, little_endian(values)};
}
inline CraftedTensor bytes(const std::string& name, int type, const std::vector<std::int64_t>& shape,
                           const std::vector<std::uint8_t>& values) {
  return {name, type, shape, little_endian(values)};
}

/// onnx.NodeProto with whole numbers as attributes.
struct CraftedNode {
  std::string kind;
  std::string name;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<std::pair<std::string, std::int64_t>> attributes{};

  std::string message() const {
    std::string out;
    for (const std::string& input : inputs) out += field(1, input);
    for (const std::string& output : outputs) out += field(2, output);
    out += field(3, name) + field(4, kind);
    for (const auto& [key, value] : attributes) out += field(5, field(1, key) + field(3, value) + field(20, 2));
    return out;
  }
};

/// The bytes of a model.
inline std::string make_onnx(const std::vector<CraftedNode>& nodes, const std::vector<CraftedTensor>& tensors,
                             const std::vector<std::pair<std::string, std::string>>& metadata = {}) {
  std::string graph;
  for (const CraftedNode& node : nodes) graph += field(1, node.message());
  for (const CraftedTensor& tensor : tensors) graph += field(5, tensor.message());
  std::string out = field(1, 8) + field(2, std::string("test")) + field(7, graph);
  for (const auto& [key, value] : metadata) out += field(14, field(1, key) + field(2, value));
  return out;
}

}  // namespace kokoro::test
