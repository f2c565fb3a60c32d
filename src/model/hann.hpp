#pragma once

#include <cmath>
#include <numbers>

namespace kokoro::model {

/// Periodic Hann window of length `size` at `n`.
inline double hann(int n, int size) { return 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * n / size); }

}  // namespace kokoro::model
