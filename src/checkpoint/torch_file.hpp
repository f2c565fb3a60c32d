#pragma once

#include "base/blob.hpp"
#include "checkpoint/pickle_value.hpp"

namespace kokoro::checkpoint {

/// What torch.save() wrote into a ZIP archive, tensors as views of the blob's bytes.
/// Errors: corrupt, unsupported (big-endian, TorchScript, compressed records).
Result<PickleGraph> read_torch_file(const Blob& blob);

/// True for the formats that torch.save() wrote before version 1.6, which are refused.
bool looks_like_old_torch(std::span<const std::byte> bytes);
tl::unexpected<Error> refuse_old_torch(const Blob& blob);

}  // namespace kokoro::checkpoint
