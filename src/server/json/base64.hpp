#pragma once

#include <string>
#include <string_view>

namespace kokoro::server {

/// Base64 of RFC 4648 section 4: with padding, without line breaks.
std::string to_base64(std::string_view bytes);

}  // namespace kokoro::server
