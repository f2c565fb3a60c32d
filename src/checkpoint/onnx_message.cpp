#include "checkpoint/onnx_message.hpp"

#include <fmt/format.h>

#include <bit>

#include "checkpoint/onnx_wire.hpp"
#include "checkpoint/quote.hpp"

namespace kokoro::checkpoint::onnx {
namespace {

// A Kokoro export has under 4,000 nodes and 1,000 tensors.
constexpr std::size_t kMostNodes = std::size_t{1} << 16;
constexpr std::size_t kMostTensors = std::size_t{1} << 16;
constexpr std::size_t kMostMetadata = 1024;
/// Dimensions, inputs, outputs, attributes and their numbers of the whole model. Each needs two bytes of the file, but
/// up to 200 in memory.
constexpr std::size_t kMostParts = std::size_t{1} << 20;
constexpr std::size_t kLongestList = 4096;  ///< bytes of one packed list of such numbers
constexpr std::size_t kLargestFile = std::numeric_limits<std::int32_t>::max();

/// What may still be kept of a model.
class Budget {
 public:
  bool take(std::size_t parts) {
    if (parts > left_) return false;
    left_ -= parts;
    return true;
  }

 private:
  std::size_t left_ = kMostParts;
};

/// Adds the value of a repeated integer field, packed or not.
bool add_integers(const FieldReader& field, Budget& budget, std::vector<std::int64_t>& to) {
  if (!field.delimited()) {
    to.push_back(field.integer());
    return budget.take(1);
  }
  if (field.bytes().size() > kLongestList) return false;
  const auto unpacked = unpack_varints(field.bytes());
  if (!unpacked || !budget.take(unpacked->size())) return false;
  to.insert(to.end(), unpacked->begin(), unpacked->end());
  return true;
}

/// A packed field may come in pieces; none of the exporters writes it so, and a view cannot have two.
bool take_once(std::span<const std::byte>& to, const FieldReader& field) {
  if (!to.empty() || !field.delimited()) return false;
  to = field.bytes();
  return true;
}

bool parse_tensor(std::span<const std::byte> bytes, Budget& budget, TensorMessage& tensor) {
  FieldReader field(bytes);
  while (field.next()) {
    switch (field.number()) {
      case 1:
        if (!add_integers(field, budget, tensor.shape)) return false;
        break;
      case 2:
        tensor.type = static_cast<ElementType>(field.integer());
        break;
      case 4:   // float_data
      case 9:   // raw_data
      case 10:  // double_data
        if (!take_once(tensor.raw, field)) return false;
        break;
      case 5:  // int32_data
      case 7:  // int64_data
        if (!take_once(tensor.varints, field)) return false;
        break;
      case 8:
        tensor.name = field.text();
        break;
      case 13:  // external_data
        tensor.external = true;
        break;
      case 14:  // data_location
        tensor.external = tensor.external || field.integer() != 0;
        break;
      default:
        break;
    }
  }
  return field.ok();
}

bool parse_attribute(std::span<const std::byte> bytes, Budget& budget, AttributeMessage& attribute) {
  FieldReader field(bytes);
  while (field.next()) {
    switch (field.number()) {
      case 1:
        attribute.name = field.text();
        break;
      case 2:
        attribute.real = std::bit_cast<float>(static_cast<std::uint32_t>(field.integer()));
        break;
      case 3:
        attribute.integer = field.integer();
        break;
      case 5:
        if (!parse_tensor(field.bytes(), budget, attribute.tensor.emplace())) return false;
        break;
      case 8:
        if (!add_integers(field, budget, attribute.integers)) return false;
        break;
      default:
        break;
    }
  }
  return field.ok();
}

bool parse_node(std::span<const std::byte> bytes, Budget& budget, NodeMessage& node) {
  FieldReader field(bytes);
  while (field.next()) {
    switch (field.number()) {
      case 1:
        node.inputs.push_back(field.text());
        break;
      case 2:
        node.outputs.push_back(field.text());
        break;
      case 3:
        node.name = field.text();
        break;
      case 4:
        node.kind = field.text();
        break;
      case 5:
        if (!parse_attribute(field.bytes(), budget, node.attributes.emplace_back())) return false;
        break;
      default:
        break;
    }
    if (!budget.take(1)) return false;
  }
  return field.ok();
}

bool parse_entry(std::span<const std::byte> bytes, ModelMessage& model) {
  std::string_view key;
  std::string_view value;
  FieldReader field(bytes);
  while (field.next()) {
    if (field.number() == 1) key = field.text();
    if (field.number() == 2) value = field.text();
  }
  model.metadata.emplace(key, value);
  return field.ok() && model.metadata.size() <= kMostMetadata;
}

tl::unexpected<Error> damaged(const Blob& blob, std::string_view what) {
  return fail(ErrorCode::corrupt,
              fmt::format("{}: {} is cut off, or larger than any export of Kokoro", blob.name, what),
              "the file may be an unfinished download: fetch it again");
}

Result<void> parse_graph(const Blob& blob, std::span<const std::byte> bytes, Budget& budget, ModelMessage& model) {
  FieldReader field(bytes);
  while (field.next()) {
    if (field.number() == 1) {
      if (model.nodes.size() == kMostNodes || !parse_node(field.bytes(), budget, model.nodes.emplace_back())) {
        return damaged(blob, fmt::format("node {} of the ONNX graph", model.nodes.size()));
      }
    } else if (field.number() == 5) {
      if (model.initializers.size() == kMostTensors ||
          !parse_tensor(field.bytes(), budget, model.initializers.emplace_back())) {
        return damaged(blob, fmt::format("tensor {} of the ONNX graph", model.initializers.size()));
      }
    }
  }
  if (!field.ok()) return damaged(blob, "the ONNX graph");
  return {};
}

Result<ModelMessage> parse(const Blob& blob, bool with_graph) {
  if (blob.bytes.size() > kLargestFile) {
    return fail(ErrorCode::corrupt, fmt::format("{}: {} bytes, more than the 2 GB that an ONNX file may have",
                                                blob.name, blob.bytes.size()));
  }
  ModelMessage model;
  Budget budget;
  FieldReader field(blob.bytes);
  while (field.next()) {
    if (field.number() == 7 && with_graph) {
      const auto graph = parse_graph(blob, field.bytes(), budget, model);
      if (!graph) return fail(graph.error());
    } else if (field.number() == 14 && !parse_entry(field.bytes(), model)) {
      return damaged(blob, "the ONNX metadata");
    }
  }
  if (!field.ok()) return damaged(blob, "the ONNX model");
  return model;
}

}  // namespace

const AttributeMessage* NodeMessage::attribute(std::string_view wanted) const {
  for (const AttributeMessage& attribute : attributes) {
    if (attribute.name == wanted) return &attribute;
  }
  return nullptr;
}

std::int64_t NodeMessage::integer(std::string_view wanted, std::int64_t otherwise) const {
  const AttributeMessage* found = attribute(wanted);
  return found == nullptr ? otherwise : found->integer;
}

std::optional<std::vector<std::int64_t>> unpack_varints(std::span<const std::byte> packed) {
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const std::uint8_t*>(packed.data()),
                                                static_cast<int>(packed.size()));
  std::vector<std::int64_t> values;
  while (static_cast<std::size_t>(stream.CurrentPosition()) < packed.size()) {
    std::uint64_t value = 0;
    if (!stream.ReadVarint64(&value)) return std::nullopt;
    values.push_back(static_cast<std::int64_t>(value));
  }
  return values;
}

Result<ModelMessage> parse_model(const Blob& blob) { return parse(blob, true); }

Result<std::map<std::string, std::string, std::less<>>> parse_metadata(const Blob& blob) {
  auto model = parse(blob, false);
  if (!model) return fail(model.error());
  return std::move(model->metadata);
}

}  // namespace kokoro::checkpoint::onnx
