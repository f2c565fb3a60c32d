#include "model/config.hpp"

/// Any bytes as config.json: what is accepted describes a network that can be built.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kokoro::Blob blob{std::as_bytes(std::span(data, size)), nullptr, "fuzz"};
  const auto config = kokoro::model::read_config(blob);
  if (config && (config->samples_per_frame() <= 0 || config->n_token <= 0)) __builtin_trap();
  return 0;
}
