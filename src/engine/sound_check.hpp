#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace kokoro::engine {

/// The place of the first sample that is NaN or infinite. Weights or a voice that no training made overflow inside the
/// network; what comes out must not pass for sound or for silence.
std::optional<std::size_t> find_broken_sample(std::span<const float> audio);

}  // namespace kokoro::engine
