#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/utf8.hpp"
#include "server/http/target.hpp"

/// Any bytes as the target of a request line: what is accepted is a path in valid UTF-8 without NUL.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto target = kokoro::server::parse_target({reinterpret_cast<const char*>(data), size});
  if (!target) return 0;
  const auto clean = [](const std::string& text) {
    return !kokoro::find_invalid_utf8(text) && text.find('\0') == std::string::npos;
  };
  if (!clean(target->path) || (target->path != "*" && !target->path.starts_with('/'))) __builtin_trap();
  for (const auto& [name, value] : target->query) {
    if (!clean(name) || !clean(value)) __builtin_trap();
  }
  return 0;
}
