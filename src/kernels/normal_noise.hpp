#pragma once

#include <cstdint>

namespace kokoro::kernels {

/// 64 well-mixed bits of a seed and a position (the finaliser of SplitMix64, Steele et al. 2014, applied twice).
constexpr std::uint64_t mix_bits(std::uint64_t seed, std::uint64_t position) {
  std::uint64_t z = seed + 0x9E3779B97F4A7C15ULL * (position + 1);
  for (int round = 0; round < 2; ++round) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    z ^= z >> 31;
  }
  return z;
}

/// Two uniform numbers for one pair of normal numbers: `radius` in (0, 1], `angle` in [0, 1).
struct UniformPair {
  float radius;
  float angle;
};
constexpr UniformPair uniform_pair(std::uint64_t seed, std::uint64_t pair) {
  const std::uint64_t bits = mix_bits(seed, pair);
  constexpr float kStep = 1.0F / 16777216.0F;  // 24 bits fit a float exactly
  return {static_cast<float>((bits >> 40) + 1) * kStep, static_cast<float>(bits & 0xFFFFFF) * kStep};
}

/// Source signal of the reference (SineGen of istftnet.py): amplitudes and the voicing threshold.
inline constexpr float kSineAmplitude = 0.1F;
inline constexpr float kVoicedNoise = 0.003F;
inline constexpr float kUnvoicedNoise = kSineAmplitude / 3;
inline constexpr float kVoicedAboveHz = 10.0F;

}  // namespace kokoro::kernels
