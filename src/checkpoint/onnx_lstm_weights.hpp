#pragma once

#include "checkpoint/onnx_constants.hpp"
#include "checkpoint/onnx_node_weights.hpp"

namespace kokoro::checkpoint::onnx {

/// The weights of an LSTM or DynamicQuantizeLSTM node of two directions, as PyTorch names and orders them: ONNX has
/// gates i, o, f, c, and the biases of input and state behind each other.
void find_lstm_weights(const Constants& constants, const NodeMessage& node, const FoundTensor& found);

}  // namespace kokoro::checkpoint::onnx
