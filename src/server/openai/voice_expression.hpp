#pragma once

#include <string_view>

namespace kokoro::server {

/// False for what could name a file of the server: outside of the weights' parentheses only letters, digits, '_', '+',
/// '-' and spaces are let through to the engine.
bool is_voice_expression(std::string_view voice);

}  // namespace kokoro::server
