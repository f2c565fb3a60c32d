#include "checkpoint/onnx.hpp"

/// Any bytes as an ONNX model: every tensor that is accepted can be read, and has no more numbers than codes of four
/// bits fit into the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kokoro::Blob blob{std::as_bytes(std::span(data, size)), nullptr, "fuzz"};
  static_cast<void>(kokoro::checkpoint::read_onnx_metadata(blob));
  const auto checkpoint = kokoro::checkpoint::read_onnx(blob);
  if (!checkpoint) return 0;
  for (const auto& [group, tensors] : checkpoint->groups) {
    for (const auto& [name, tensor] : tensors) {
      const auto values = tensor.to_floats();
      if (!values || values->size() != tensor.element_count() || values->size() > 2 * size) __builtin_trap();
    }
  }
  return 0;
}
