#include "checkpoint/tensor.hpp"

/// Any bytes as a model: every tensor that is accepted can be read, and has no more numbers than codes of four bits fit
/// into the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kokoro::Blob blob{std::as_bytes(std::span(data, size)), nullptr, "fuzz"};
  const auto checkpoint = kokoro::checkpoint::read_checkpoint(blob);
  if (!checkpoint) return 0;
  if (checkpoint->groups.size() != 5) __builtin_trap();
  for (const auto& [group, tensors] : checkpoint->groups) {
    for (const auto& [name, tensor] : tensors) {
      const auto values = tensor.to_floats();
      if (values && values->size() > 2 * size) __builtin_trap();
    }
  }
  return 0;
}
