#pragma once

#include <boost/json/fwd.hpp>

#include "server/http/response.hpp"

namespace kokoro::server {

/// 200 with this as its body.
Response json_response(const boost::json::value& body);

/// The same for what changes from moment to moment: no cache may keep it.
Response uncached_json_response(const boost::json::value& body);

}  // namespace kokoro::server
