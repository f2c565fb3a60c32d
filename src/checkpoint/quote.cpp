#include "checkpoint/quote.hpp"

#include <fmt/format.h>

namespace kokoro::checkpoint {

std::string quote(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  std::string out = "\"";
  for (const char c : text.substr(0, kLongest)) {
    if (c < ' ' || c > '~' || c == '"' || c == '\\') {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += text.size() > kLongest ? "…\"" : "\"";
  return out;
}

}  // namespace kokoro::checkpoint
