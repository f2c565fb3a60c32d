#include "server/schema/http_error.hpp"

#include <utility>

namespace kokoro::server {

HttpError make_http_error(int status, std::string code, std::string message, std::string param) {
  const std::string_view type = status >= 500   ? "server_error"
                                : status == 429 ? "rate_limit_error"
                                                : "invalid_request_error";
  return {status, type, std::move(code), std::move(message), std::move(param), 1};
}

}  // namespace kokoro::server
