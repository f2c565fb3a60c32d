#include "checkpoint/onnx_graph.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkpoint/quote.hpp"
#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint::onnx {
namespace {

constexpr std::size_t kMostDimensions = 8;
/// Numbers of one tensor. The largest of the published model has 3.4 million.
constexpr std::int64_t kMostElements = std::int64_t{1} << 26;

/// Bits of one element; 0 for types that no weight has.
std::size_t element_bits(ElementType type) {
  switch (type) {
    case ElementType::uint4:
    case ElementType::int4:
      return 4;
    case ElementType::uint8:
    case ElementType::int8:
      return 8;
    case ElementType::float16:
    case ElementType::bfloat16:
      return 16;
    case ElementType::float32:
    case ElementType::int32:
      return 32;
    case ElementType::float64:
    case ElementType::int64:
      return 64;
    case ElementType::undefined:
      break;
  }
  return 0;
}

/// Element count, or nothing where a size is negative or the product too large.
std::optional<std::size_t> checked_count(std::span<const std::int64_t> shape) {
  if (shape.size() > kMostDimensions) return std::nullopt;
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 0 || size > kMostElements) return std::nullopt;
    if (__builtin_mul_overflow(count, size, &count) || count > kMostElements) return std::nullopt;
  }
  return static_cast<std::size_t>(count);
}

/// Writes integers that were stored as varints the way raw_data has them.
bool unpack(TensorMessage& tensor, std::size_t count, std::size_t bits) {
  // A varint has at least one byte: nothing larger than eight times the file is made.
  if (bits == 4 || count > tensor.varints.size()) return false;
  const auto values = unpack_varints(tensor.varints);
  if (!values || values->size() != count) return false;
  auto bytes = std::make_shared<std::vector<std::byte>>();
  bytes->reserve(count * bits / 8);
  for (const std::int64_t value : *values) {
    for (std::size_t shift = 0; shift < bits; shift += 8) {
      bytes->push_back(static_cast<std::byte>(static_cast<std::uint64_t>(value) >> shift));
    }
  }
  tensor.raw = *bytes;
  tensor.owner = std::move(bytes);
  return true;
}

Result<void> check(TensorMessage& tensor, const std::string& file) {
  const auto refuse = [&](const std::string& problem, std::string hint = {}) {
    return fail(ErrorCode::corrupt, fmt::format("{}: the tensor {} {}", file, quote(tensor.name), problem),
                std::move(hint));
  };
  if (tensor.external) {
    return refuse("keeps its numbers in another file",
                  "files beside the model are not opened: save the model as one file, with onnx.save()");
  }
  const std::size_t bits = element_bits(tensor.type);
  if (bits == 0) {  // texts, truth values, complex numbers: no weights
    tensor.raw = {};
    return {};
  }
  const auto count = checked_count(tensor.shape);
  if (!count) return refuse(fmt::format("claims the shape {}", shape_text(tensor.shape)));
  if (tensor.raw.empty() && !tensor.varints.empty() && !unpack(tensor, *count, bits)) {
    return refuse(fmt::format("does not hold the {} numbers of its shape {}", *count, shape_text(tensor.shape)));
  }
  if (tensor.raw.size() != (*count * bits + 7) / 8) {
    return refuse(fmt::format("has {} bytes where its shape {} needs {}", tensor.raw.size(), shape_text(tensor.shape),
                              (*count * bits + 7) / 8));
  }
  return {};
}

}  // namespace

std::size_t element_count(std::span<const std::int64_t> shape) {
  std::size_t count = 1;
  for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
  return count;
}

Result<Graph> Graph::build(ModelMessage model, const std::string& file) {
  Graph graph;
  graph.model_ = std::move(model);
  if (auto added = graph.add_constants(file); !added) return fail(added.error());
  if (auto added = graph.add_nodes(file); !added) return fail(added.error());
  return graph;
}

Result<void> Graph::add_constants(const std::string& file) {
  for (TensorMessage& tensor : model_.initializers) {
    if (auto checked = check(tensor, file); !checked) return checked;
    constants_.emplace(tensor.name, &tensor);
  }
  for (NodeMessage& node : model_.nodes) {
    if (node.kind != "Constant" || node.outputs.empty()) continue;
    for (AttributeMessage& attribute : node.attributes) {
      if (!attribute.tensor) continue;
      if (auto checked = check(*attribute.tensor, file); !checked) return checked;
      constants_.emplace(node.outputs[0], &*attribute.tensor);
    }
  }
  return {};
}

Result<void> Graph::add_nodes(const std::string& file) {
  for (const NodeMessage& node : model_.nodes) {
    for (const std::string_view output : node.outputs) {
      if (output.empty()) continue;  // an output that nobody wants
      if (!makers_.emplace(output, &node).second) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: two nodes of the ONNX graph give the value {}", file, quote(output)));
      }
    }
  }
  for (const NodeMessage& node : model_.nodes) {
    for (const std::string_view input : node.inputs) {
      if (!input.empty()) users_[input].push_back(&node);
    }
  }
  return check_no_cycle(file);
}

Result<void> Graph::check_no_cycle(const std::string& file) const {
  // Nodes in an order in which each comes after those that it takes values from. The file's own order need not be one:
  // ONNX Runtime's converter to float16 appends its casts.
  const auto index_of = [this](const NodeMessage* node) {
    return static_cast<std::size_t>(node - model_.nodes.data());
  };
  std::vector<std::size_t> awaited(model_.nodes.size(), 0);  // inputs whose makers have not come yet
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < model_.nodes.size(); ++i) {
    for (const std::string_view input : model_.nodes[i].inputs) awaited[i] += maker(input) != nullptr ? 1 : 0;
    if (awaited[i] == 0) ready.push_back(i);
  }
  while (!ready.empty()) {
    const NodeMessage& node = model_.nodes[ready.back()];
    ready.pop_back();
    for (const std::string_view output : node.outputs) {
      for (const NodeMessage* user : users(output)) {
        if (--awaited[index_of(user)] == 0) ready.push_back(index_of(user));
      }
    }
  }
  const auto stuck = std::find_if(awaited.begin(), awaited.end(), [](std::size_t inputs) { return inputs > 0; });
  if (stuck == awaited.end()) return {};
  const NodeMessage& node = model_.nodes[static_cast<std::size_t>(stuck - awaited.begin())];
  return fail(ErrorCode::corrupt,
              fmt::format("{}: the ONNX graph has a cycle: the node {} cannot be computed", file, quote(node.name)));
}

const TensorMessage* Graph::constant(std::string_view value) const {
  const auto found = constants_.find(value);
  return found == constants_.end() ? nullptr : found->second;
}

const NodeMessage* Graph::maker(std::string_view value) const {
  const auto found = makers_.find(value);
  return found == makers_.end() ? nullptr : found->second;
}

std::span<const NodeMessage* const> Graph::users(std::string_view value) const {
  const auto found = users_.find(value);
  return found == users_.end() ? std::span<const NodeMessage* const>() : std::span(found->second);
}

}  // namespace kokoro::checkpoint::onnx
