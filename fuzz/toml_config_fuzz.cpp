#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/toml_file.hpp"

/// Any bytes as a settings file: a value that is accepted must pass the check of its own setting again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto values = kokoro::config::read_toml({reinterpret_cast<const char*>(data), size}, "fuzz.toml");
  if (!values) return 0;
  for (const auto& [key, value] : *values) {
    if (!kokoro::config::check_value(kokoro::config::setting(key), value, "fuzz")) __builtin_trap();
  }
  return 0;
}
