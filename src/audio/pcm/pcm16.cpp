#include "audio/pcm/pcm16.hpp"

#include <algorithm>
#include <cmath>

namespace kokoro::audio {

std::int16_t to_pcm16(float sample) {
  if (std::isnan(sample)) return 0;
  const float scaled = std::clamp(sample * 32767.0F, -32768.0F, 32767.0F);
  return static_cast<std::int16_t>(std::lrint(scaled));
}

void append_pcm16(std::string& out, std::span<const float> samples) {
  std::size_t at = out.size();
  out.resize(at + 2 * samples.size());
  for (const float sample : samples) {
    const auto value = static_cast<std::uint16_t>(to_pcm16(sample));
    out[at++] = static_cast<char>(value & 0xFFU);
    out[at++] = static_cast<char>(value >> 8U);
  }
}

}  // namespace kokoro::audio
