#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kokoro::server {

/// The id of a request: the client's own X-Request-Id where that is 1 to 64 letters, digits, '-', '_' or '.', else a
/// new random one, "req-" and 16 hexadecimal digits. Thread-safe.
std::string request_id(std::optional<std::string_view> from_client);

}  // namespace kokoro::server
