#pragma once

#include <string>
#include <string_view>

namespace kokoro::server {

/// An error as it goes to a client: the library's error, and where HTTP is more exact than the library's codes.
struct HttpError {
  int status = 500;
  std::string_view type;  ///< OpenAI's: "invalid_request_error"
  std::string code;       ///< "invalid_model"
  std::string message;
  std::string param;      ///< the field that is wrong; empty: null
  int retry_after_s = 1;  ///< with 429 and 503
};

/// The same for statuses that only HTTP knows (404 of a route, 405, 408, 415, 422, 431).
HttpError make_http_error(int status, std::string code, std::string message, std::string param = {});

}  // namespace kokoro::server
