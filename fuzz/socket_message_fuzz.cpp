#include <cstdlib>
#include <string_view>

#include "server/middleware/api_keys.hpp"
#include "server/websocket/socket_message.hpp"

/// Messages of a WebSocket's client, and files of API keys: read or refused, nothing else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto message = kokoro::server::read_socket_message(text, {});
  if (!message && message.error().message.empty()) std::abort();
  const auto keys = kokoro::server::read_api_keys(text, "keys");
  if (keys && keys->empty()) std::abort();
  return 0;
}
