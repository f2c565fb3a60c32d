#pragma once

#include <string>

#include "kernels/conv1d_bf16.hpp"

namespace kokoro::kernels {

struct KernelTable;

/// Turns a copy of the processor's best vector table into one that multiplies on AMX tiles, if processor and system
/// offer them to this process and they pass a small product. Returns why not, or an empty string.
std::string add_amx(KernelTable& table);

/// What runs on AMX tiles, which the processor must have; null where the program has none.
struct AmxCode {
  /// The convolution with `parts` around the tiles.
  void (*conv1d)(const Bf16ConvJob& job, const Bf16Parts& parts) = nullptr;
  /// See KernelTable::bf16_burst.
  double (*burst)() = nullptr;
};
AmxCode amx_code();

}  // namespace kokoro::kernels
