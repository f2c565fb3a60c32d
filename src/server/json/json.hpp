#pragma once

#include <boost/json.hpp>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <string_view>

namespace kokoro::server {

/// Reads a request body as JSON, strictly: at most 32 levels, 250,000 values in all, no duplicate keys, no number that
/// is not finite or longer than 100 characters, valid UTF-8, nothing behind the value. Errors: invalid_input, with the
/// byte position; cancelled.
Result<boost::json::value> parse_json(std::string_view text, const CancelToken& cancel = {});

}  // namespace kokoro::server
