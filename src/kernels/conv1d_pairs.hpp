#pragma once

#include <string>

namespace kokoro::kernels {

struct KernelTable;

/// Turns a copy of the AVX3 table into one that multiplies pairs of bfloat16 (VDPBF16PS), if processor and system have
/// that. Returns why not, or an empty string.
///
/// The instruction takes denormals for zeros, rounds to the nearest whatever the mode, and rounds once per product. On
/// Zen 4 it does twice the products of an fp32 multiply-add; on Intel half of them.
std::string add_bf16_pairs(KernelTable& table);

}  // namespace kokoro::kernels
