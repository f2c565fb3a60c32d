#pragma once

#include "server/http/router.hpp"
#include "server/websocket/speech_socket.hpp"

namespace kokoro::server {

/// GET /v1/audio/stream: becomes a WebSocket, whose utterances are spoken with `parts`.
void add_socket_route(Router& router, const SocketParts& parts);

}  // namespace kokoro::server
