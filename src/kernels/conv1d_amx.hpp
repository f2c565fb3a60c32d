#pragma once

#include <string>

#include "kernels/conv1d_bf16.hpp"

namespace kokoro::kernels {

struct KernelTable;

/// Turns a copy of the processor's best vector table into one that multiplies on AMX tiles, if processor and system
/// offer them to this process and they pass a small product. Returns why not, or an empty string.
std::string add_amx(KernelTable& table);

/// The convolution on AMX tiles with `parts` around them; the processor must have them. Null where the program has
/// none.
using TileConv = void (*)(const Bf16ConvJob& job, const Bf16Parts& parts);
TileConv amx_conv1d();

}  // namespace kokoro::kernels
