#pragma once

#include <boost/json/fwd.hpp>
#include <optional>

#include "server/schema/field.hpp"
#include "server/schema/http_error.hpp"

namespace kokoro::server {

/// The first thing in `value` that is not as `field` says; nothing when all is well. Puts defaults in place of absent
/// members, whole numbers in place of 1.0, and writes choices as the table does.
std::optional<HttpError> find_wrong(boost::json::value& value, const Field& field);

}  // namespace kokoro::server
