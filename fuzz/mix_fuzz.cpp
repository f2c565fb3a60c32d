#include "voice/mix.hpp"

#include <cmath>

/// Any text as a voice mix: the names that are accepted are voice names, and their shares add up to 1
/// and are bounded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto terms = kokoro::voice::parse_mix({reinterpret_cast<const char*>(data), size});
  if (!terms) return 0;
  double sum = 0;
  for (const auto& term : *terms) {
    if (!kokoro::voice::is_voice_name(term.name) || term.name.find('/') != std::string::npos) __builtin_trap();
    sum += term.weight;
  }
  double magnitudes = 0;
  for (const auto& term : *terms) magnitudes += std::abs(term.weight);
  if (!(std::abs(sum - 1) <= 1e-11) || magnitudes > 32.0001) __builtin_trap();
  return 0;
}
