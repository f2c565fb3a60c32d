#include "checkpoint/npy.hpp"

/// Any bytes as a .npy array.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kokoro::Blob blob{std::as_bytes(std::span(data, size)), nullptr, "fuzz"};
  const auto tensor = kokoro::checkpoint::read_npy(blob);
  if (!tensor) return 0;
  const auto values = tensor->to_floats();
  if (values && values->size() > size) __builtin_trap();
  return 0;
}
