#pragma once

#include <kokoro/version.hpp>
#include <optional>
#include <string_view>

namespace kokoro {

/// How the products of the vocoder's convolutions are computed. The text side, pitch, the harmonic source, statistics
/// and the last layers are always float32, and so is every sum.
enum class Precision {
  automatic,  ///< bf16 where the CPU has matrix tiles, else fp32
  fp32,
  bf16x3,  ///< float32 split into two bfloat16, three products: nearly float32
  bf16     ///< rounded to bfloat16: fastest with matrix tiles, above 40 dB from float32
};

/// "auto", "fp32", "bf16x3", "bf16".
KOKORO_EXPORT std::string_view precision_name(Precision precision);
KOKORO_EXPORT std::optional<Precision> parse_precision(std::string_view name);

}  // namespace kokoro
