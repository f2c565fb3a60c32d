#pragma once

#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint {

/// The tensors of a .safetensors file by their full names, as views of the blob's bytes.
/// Errors: corrupt, naming the tensor or the byte of the header; unsupported (other number types).
Result<StateDict> read_safetensors(const Blob& blob);

/// True when the bytes start as a .safetensors file does: the header's length, then an opening brace.
bool looks_like_safetensors(std::span<const std::byte> bytes);

}  // namespace kokoro::checkpoint
