#pragma once

#include <string_view>

namespace kokoro::server {

/// The standard words of an HTTP status (RFC 9110, 15): "Not Found".
std::string_view reason_phrase(int status);

}  // namespace kokoro::server
