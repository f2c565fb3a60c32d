#include "server/speech/voice_expression.hpp"

#include <cctype>

namespace kokoro::server {

bool is_voice_expression(std::string_view voice) {
  bool in_weight = false;
  for (const char c : voice) {
    if (c == '(') in_weight = true;
    if (c == ')') in_weight = false;
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric = byte < 0x80 && std::isalnum(byte) != 0;
    const bool allowed = in_weight ? std::string_view("0123456789.eE+- (").find(c) != std::string_view::npos
                                   : alphanumeric || std::string_view("_+- )").find(c) != std::string_view::npos;
    if (!allowed) return false;
  }
  return true;
}

}  // namespace kokoro::server
