#pragma once

#include "server/http/error_body.hpp"
#include "server/metrics/metrics.hpp"
#include "server/scheduling/roster.hpp"

namespace kokoro::server {

/// What a request that the scheduler does not take in is told; counted.
HttpError refusal(const Roster::Refused& refused, Metrics& metrics);

}  // namespace kokoro::server
