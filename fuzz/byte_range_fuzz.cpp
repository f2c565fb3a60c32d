#include "server/download/byte_range.hpp"

#include <cstddef>

/// Any text as a Range header: what is accepted lies within the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view header(reinterpret_cast<const char*>(data), size);
  for (const std::uint64_t body : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, UINT64_MAX}) {
    const auto range = kokoro::server::parse_range(header, body);
    if (range && (range->begin > body || range->length > body - range->begin)) __builtin_trap();
  }
  return 0;
}
