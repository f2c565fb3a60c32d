#include "server/openai/voice_expression.hpp"

#include <cctype>

namespace kokoro::server {

bool is_voice_expression(std::string_view voice) {
  bool in_weight = false;
  for (const char c : voice) {
    if (c == '(') in_weight = true;
    if (c == ')') in_weight = false;
    const auto byte = static_cast<unsigned char>(c);
    const bool name = byte < 0x80 && std::isalnum(byte) != 0;
    const bool sign = std::string_view("_+- ()").find(c) != std::string_view::npos;
    if (!name && !sign && !(in_weight && c == '.')) return false;
  }
  return true;
}

}  // namespace kokoro::server
