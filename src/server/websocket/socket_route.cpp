#include "server/websocket/socket_route.hpp"

#include "server/websocket/socket_message.hpp"

namespace kokoro::server {

void add_socket_route(Router& router, const SocketParts& parts) {
  router.add(kSocketRoute, [parts](const Request& request, const std::shared_ptr<Responder>& responder) {
    if (parts.accounts.status.draining) {
      return responder->respond(error_response(Error{ErrorCode::unavailable, "the server is shutting down", {}, {}}));
    }
    if (!request.wants_web_socket) {
      Response response = error_response(
          make_http_error(426, "upgrade_required", "this is a WebSocket: connect to it with ws:// or wss://"));
      response.head.headers.emplace_back("Upgrade", "websocket");
      return responder->respond(std::move(response));
    }
    // Without a message of type start, what a request without any field gets.
    auto defaults = read_socket_message(R"({"type":"start"})", parts.rules);
    if (!defaults) return responder->respond(error_response(defaults.error()));
    responder->upgrade(std::make_shared<SpeechSocket>(parts, request.id, request.client, std::move(defaults->call)));
  });
}

}  // namespace kokoro::server
