#include "checkpoint/safetensors.hpp"

/// Any bytes as a .safetensors file, whatever its tensors are called.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kokoro::Blob blob{std::as_bytes(std::span(data, size)), nullptr, "fuzz"};
  const auto tensors = kokoro::checkpoint::read_safetensors(blob);
  if (!tensors) return 0;
  for (const auto& [name, tensor] : *tensors) {
    const auto values = tensor.to_floats();
    if (values && values->size() > size) __builtin_trap();
  }
  return 0;
}
