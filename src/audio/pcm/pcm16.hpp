#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace kokoro::audio {

/// One sample in [-1, 1] as 16-bit integer: scaled by 32767, rounded to nearest (ties to even), saturated outside the
/// range. NaN gives 0.
std::int16_t to_pcm16(float sample);

/// Appends samples as 16-bit little-endian.
void append_pcm16(std::string& out, std::span<const float> samples);

}  // namespace kokoro::audio
