#include "server/http/json_response.hpp"

#include "server/json/json.hpp"

namespace kokoro::server {

Response json_response(const boost::json::value& body) {
  return {{200, "application/json", {}}, boost::json::serialize(body)};
}

}  // namespace kokoro::server
