#include "voice/voice_pack.hpp"

#include <cmath>

/// Any bytes as a voice pack of width 8: what is accepted has whole rows of numbers that
/// a style can have.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kokoro::Blob blob{std::as_bytes(std::span(data, size)), nullptr, "fuzz"};
  const auto pack = kokoro::voice::read_voice_pack(blob, "fuzz", 8);
  if (!pack) return 0;
  if (pack->rows == 0 || pack->width != 8 || pack->values.size() != pack->rows * 8) __builtin_trap();
  for (const float value : pack->values) {
    if (!(std::abs(value) <= 32)) __builtin_trap();
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{510}, size}) {
    if (pack->row(kokoro::ModelVersion::v1_0, length, length).size() != 8) __builtin_trap();
    if (pack->row(kokoro::ModelVersion::v0_19, length, length).size() != 8) __builtin_trap();
  }
  return 0;
}
