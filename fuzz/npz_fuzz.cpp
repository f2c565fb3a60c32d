#include "checkpoint/tensor.hpp"

/// Any bytes as an .npz archive; an array can be read alone whenever it can be read with all others.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kokoro::Blob blob{std::as_bytes(std::span(data, size)), nullptr, "fuzz"};
  const auto tensors = kokoro::checkpoint::read_npz(blob);
  const auto names = kokoro::checkpoint::npz_names(blob);
  if (!tensors) return 0;
  if (!names || names->size() != tensors->size()) __builtin_trap();
  for (const auto& [name, tensor] : *tensors) {
    const auto alone = kokoro::checkpoint::read_npz_entry(blob, name);
    if (!alone || alone->shape != tensor.shape) __builtin_trap();
    static_cast<void>(tensor.to_floats());
  }
  return 0;
}
