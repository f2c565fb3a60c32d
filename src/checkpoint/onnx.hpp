#pragma once

#include <map>

#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint {

/// The weights of an ONNX export of Kokoro: fp32, fp16, or quantised to 8 or 4 bits, optimised by ONNX Runtime or not.
///
/// Tensors are found by the graph: which module a node was traced from, and which of its inputs are constant. Names of
/// constants say nothing, as ONNX Runtime merges equal ones. Weight norm is folded in most exports: then there is
/// `weight` instead of `weight_v` and `weight_g`.
/// Errors: corrupt (damaged, in several files, cyclic, no network of Kokoro's).
Result<Checkpoint> read_onnx(const Blob& blob);

/// What an export says about itself, as sherpa-onnx's do: "speaker_names", "version". Errors: corrupt.
Result<std::map<std::string, std::string, std::less<>>> read_onnx_metadata(const Blob& blob);

/// True when the bytes start as an ONNX model does: its version, then one of the model's other fields.
bool looks_like_onnx(std::span<const std::byte> bytes);

}  // namespace kokoro::checkpoint
