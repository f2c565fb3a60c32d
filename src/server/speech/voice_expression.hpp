#pragma once

#include <string_view>

namespace kokoro::server {

/// False for what could name a file of the server: only letters, digits, '_', '+', '-' and spaces, with numbers in
/// parentheses, are let through to the engine.
bool is_voice_expression(std::string_view voice);

}  // namespace kokoro::server
