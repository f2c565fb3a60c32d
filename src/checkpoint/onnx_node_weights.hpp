#pragma once

#include <functional>
#include <string_view>

#include "checkpoint/onnx_constants.hpp"
#include "checkpoint/onnx_graph.hpp"

namespace kokoro::checkpoint::onnx {

/// Receives a tensor under the last part of its published name: "weight", "bias_hh_l0_reverse".
using FoundTensor = std::function<void(std::string_view last, Tensor tensor)>;

/// Calls `found` for every weight that a node is given, in PyTorch's layout: [out, in] of a linear layer, gates in the
/// order i, f, g, o of an LSTM. Whatever the node does with its inputs at run time does not matter: only which kinds
/// there are and which of their inputs are constant.
void find_weights(const Graph& graph, const Constants& constants, const NodeMessage& node, const FoundTensor& found);

}  // namespace kokoro::checkpoint::onnx
