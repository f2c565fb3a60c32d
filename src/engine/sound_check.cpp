#include "engine/sound_check.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace kokoro::engine {
namespace {

constexpr std::int32_t kInfinity = 0x7F800000;

/// Without the sign, the bits of floats are in the order of their magnitudes, infinity and the NaNs last.
std::int32_t magnitude_bits(float sample) { return std::bit_cast<std::int32_t>(sample) & 0x7FFFFFFF; }

}  // namespace

std::optional<std::size_t> find_broken_sample(std::span<const float> audio) {
  // A fixed number of samples at once, without a branch, is what compilers make vectors of.
  constexpr std::size_t kBlock = 64;
  std::size_t begin = 0;
  for (; begin + kBlock <= audio.size(); begin += kBlock) {
    std::int32_t largest = 0;
    const float* block = audio.data() + begin;
    for (std::size_t i = 0; i < kBlock; ++i) largest = std::max(largest, magnitude_bits(block[i]));
    if (largest >= kInfinity) break;
  }
  for (; begin < audio.size(); ++begin) {
    if (magnitude_bits(audio[begin]) >= kInfinity) return begin;
  }
  return std::nullopt;
}

}  // namespace kokoro::engine
