#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <optional>
#include <span>
#include <string>

namespace kokoro::store {

/// One GET.
struct TransferRequest {
  std::string url;           ///< https; http only when it starts with http, redirects may go to https alone
  std::uint64_t offset = 0;  ///< bytes that are here already
  std::string if_range;      ///< entity tag of those bytes; empty: unknown
};

/// What the final response (after redirects) said.
struct TransferReply {
  long status = 0;
  std::string etag;                          ///< strong tags only
  std::optional<std::uint64_t> body_bytes;   ///< Content-Length
  std::optional<std::uint64_t> range_start;  ///< of 206, from Content-Range
  std::optional<std::uint64_t> total_bytes;  ///< of the whole file, from Content-Range or Content-Length of 200
};

/// Why an attempt failed, and whether another one could help.
struct TransferFailure {
  Error error;
  long status = 0;  ///< of HTTP; 0 when no response came
  bool retry = false;
  std::chrono::seconds wait{0};  ///< what the server asked for (Retry-After)
};

/// Takes the body of a response with status 200 or 206. Errors end the transfer and are passed on.
class BodySink {
 public:
  virtual ~BodySink() = default;
  /// Once, before the first data.
  virtual Result<void> begin(const TransferReply& reply) = 0;
  virtual Result<void> data(std::span<const std::byte> bytes) = 0;
};

/// Downloads once. Blocks; gives up when nothing arrives for 30 seconds. Thread-safe.
tl::expected<TransferReply, TransferFailure> transfer(const TransferRequest& request, BodySink& sink,
                                                      const CancelToken& cancel);

}  // namespace kokoro::store
