#pragma once

#include <string>

namespace kokoro::kernels {

// What Highway does not tell. Each returns why the feature cannot be used, or an empty string.

/// AMX tiles of bfloat16; asks the system for them, which Linux gives a process only on demand.
std::string amx_bf16_missing();

/// AVX-512 products of bfloat16 pairs (VDPBF16PS).
std::string avx512_bf16_missing();

}  // namespace kokoro::kernels
