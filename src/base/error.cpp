#include <array>
#include <kokoro/error.hpp>

namespace kokoro {

const ErrorTraits& traits(ErrorCode code) {
  static constexpr std::array<ErrorTraits, 12> kTable{{
      {ErrorCode::invalid_input, "invalid_input", 400, "invalid_request_error", 2},
      {ErrorCode::not_found, "not_found", 404, "invalid_request_error", 3},
      {ErrorCode::too_large, "too_large", 413, "invalid_request_error", 4},
      {ErrorCode::unsupported, "unsupported", 400, "invalid_request_error", 5},
      {ErrorCode::corrupt, "corrupt", 500, "server_error", 6},
      {ErrorCode::io, "io", 500, "server_error", 7},
      {ErrorCode::network, "network", 502, "server_error", 8},
      {ErrorCode::unavailable, "unavailable", 503, "server_error", 9},
      {ErrorCode::busy, "busy", 429, "rate_limit_error", 10},
      {ErrorCode::cancelled, "cancelled", 499, "server_error", 11},
      {ErrorCode::internal, "internal", 500, "server_error", 12},
      {ErrorCode::failed_check, "failed_check", 500, "server_error", 1},
  }};
  return kTable[static_cast<std::size_t>(code)];
}

}  // namespace kokoro
