#pragma once

#include "checkpoint/tensor.hpp"

namespace kokoro::checkpoint {

/// A NumPy .npy array (versions 1 to 3) of little-endian f2, f4, f8 or i8, row- or column-major, as a view of the
/// blob's bytes. Errors: corrupt, unsupported (other types or byte orders).
Result<Tensor> read_npy(const Blob& blob);

bool looks_like_npy(std::span<const std::byte> bytes);

}  // namespace kokoro::checkpoint
