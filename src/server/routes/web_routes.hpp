#pragma once

#include "server/http/router.hpp"

namespace kokoro::server {

/// GET /web/, /docs and /openapi.json, the last of all routes that `router` has by then: these are added last.
/// Not `enabled`: all of them answer 403.
void add_web_routes(Router& router, bool enabled);

}  // namespace kokoro::server
