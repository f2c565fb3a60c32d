#pragma once

#include <string>
#include <string_view>

namespace kokoro::checkpoint {

/// The published name of a tensor of a group, from the names that other tools write: "module." of PyTorch's
/// DataParallel, its newer weight norm ("parametrizations.weight.original0"), MLX's LSTM ("Wx_forward") and the
/// text encoder's norms as "weight" and "bias".
std::string published_name(std::string_view group, std::string_view name);

/// MLX stores the weights of convolutions as [out, width, in]: true for a name that only MLX writes.
bool is_mlx_name(std::string_view name);

}  // namespace kokoro::checkpoint
