#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kokoro::checkpoint {

/// What torch.save() makes of one contiguous float32 tensor: a ZIP archive that torch.load(weights_only=True) and
/// read_torch_file() read. `name` is the archive's folder, of ASCII letters, digits and '_'; `values` are in row-major
/// order. The same tensor gives the same bytes.
std::string write_torch_tensor(std::string_view name, std::span<const std::int64_t> shape,
                               std::span<const float> values);

}  // namespace kokoro::checkpoint
