#include <cstddef>
#include <cstdint>

#include "server/speech/accepted_captions.hpp"

/// Any bytes as an Accept header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto captions = kokoro::server::accepted_captions({reinterpret_cast<const char*>(data), size});
  if (captions == kokoro::audio::CaptionFormat::json) __builtin_trap();
  return 0;
}
