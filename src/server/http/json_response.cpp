#include "server/http/json_response.hpp"

#include "server/json/json.hpp"

namespace kokoro::server {

Response json_response(const boost::json::value& body) {
  return {{200, "application/json", {}}, boost::json::serialize(body)};
}

Response uncached_json_response(const boost::json::value& body) {
  return {{200, "application/json", {{"Cache-Control", "no-store"}}}, boost::json::serialize(body)};
}

}  // namespace kokoro::server
