#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <kokoro/error.hpp>
#include <span>

// What the three examples need beside the library.

/// Tells an error and what to do about it; the exit code of main().
inline int report(const kokoro::Error& error) {
  std::fprintf(stderr, "%s\n%s\n", error.message.c_str(), error.hint.c_str());
  return kokoro::traits(error.code).exit_code;
}

/// Writes mono samples in [-1, 1] to standard output as 16-bit little-endian integers; false when it is closed.
inline bool write_pcm(std::span<const float> samples) {
  for (const float sample : samples) {
    const auto value = static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F));
    std::putchar(value & 0xFF);
    std::putchar((value >> 8) & 0xFF);
  }
  return std::fflush(stdout) == 0;
}
