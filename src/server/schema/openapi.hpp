#pragma once

#include <boost/json/fwd.hpp>
#include <span>

#include "server/schema/route.hpp"

namespace kokoro::server {

/// The OpenAPI 3.1 document of these routes.
boost::json::object openapi_document(std::span<const Route* const> routes);

}  // namespace kokoro::server
