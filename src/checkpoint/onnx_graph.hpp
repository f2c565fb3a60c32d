#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checkpoint/onnx_message.hpp"

namespace kokoro::checkpoint::onnx {

/// The nodes of an ONNX graph and who makes and uses each value. Immutable; views of the file.
class Graph {
 public:
  /// Checks what the readers of weights rely on: every tensor's bytes are there and as many as its shape says, none
  /// lies in another file, each value has one maker, and there is no cycle.
  /// Errors: corrupt, naming the tensor or node.
  static Result<Graph> build(ModelMessage model, const std::string& file);

  const std::vector<NodeMessage>& nodes() const { return model_.nodes; }

  /// The stored tensor of this name: an initializer, or what a Constant node gives. Null for any other value.
  const TensorMessage* constant(std::string_view value) const;

  /// The node that gives this value; null for inputs and stored tensors.
  const NodeMessage* maker(std::string_view value) const;

  std::span<const NodeMessage* const> users(std::string_view value) const;

 private:
  Result<void> add_constants(const std::string& file);
  Result<void> add_nodes(const std::string& file);
  Result<void> check_no_cycle(const std::string& file) const;

  ModelMessage model_;
  std::unordered_map<std::string_view, const TensorMessage*> constants_;
  std::unordered_map<std::string_view, const NodeMessage*> makers_;
  std::unordered_map<std::string_view, std::vector<const NodeMessage*>> users_;
};

/// Elements of a shape that has been checked.
std::size_t element_count(std::span<const std::int64_t> shape);

}  // namespace kokoro::checkpoint::onnx
