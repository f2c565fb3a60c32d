#pragma once

#include "server/http/router.hpp"

namespace kokoro::server {

/// GET /openapi.json: the document of all routes that `router` has by then, so it is added last.
void add_document_routes(Router& router);

}  // namespace kokoro::server
