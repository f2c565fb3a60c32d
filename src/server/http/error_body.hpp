#pragma once

#include <boost/json/fwd.hpp>
#include <kokoro/error.hpp>
#include <string>
#include <string_view>

#include "server/http/response.hpp"
#include "server/schema/http_error.hpp"

namespace kokoro::server {

/// The status, type and code that the table of error codes gives. Messages of damaged files and of bugs are replaced
/// by general words, and paths in the others by file names: they are for the server's log, not for its clients.
HttpError to_http_error(const Error& error);

/// What both the body and an event of a stream say: {"error":{"message","type","param","code"},
/// "detail":{"error","message","type"}}.
boost::json::object error_members(const HttpError& error);

/// One body for clients of OpenAI and of Kokoro-FastAPI: error_members(); 429 and 503 carry Retry-After.
Response error_response(const HttpError& error);
Response error_response(const Error& error);

/// Writes to the log, under the request's id, what the answer to the client does not say: to be called wherever such an
/// error ends a request.
void log_hidden(const Error& error, std::string_view request_id);

}  // namespace kokoro::server
