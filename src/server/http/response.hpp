#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kokoro::server {

/// Status and headers of a response. Content-Length, Transfer-Encoding, Connection, Date and X-Request-Id are added
/// when it is written.
struct ResponseHead {
  int status = 200;
  std::string content_type;  ///< empty: no such header
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Bytes that somebody else owns: a mapped file.
struct SharedBytes {
  std::string_view bytes;
  std::shared_ptr<const void> owner;
};

/// A response whose body is known completely.
struct Response {
  ResponseHead head;
  std::string body;
  SharedBytes shared = {};  ///< the body instead, where it has an owner

  std::string_view bytes() const { return shared.owner ? shared.bytes : std::string_view(body); }
};

/// How the end of a body is marked.
enum class Framing {
  length,   ///< Content-Length
  chunked,  ///< Transfer-Encoding: chunked
  close     ///< the end of the connection, for HTTP/1.0
};

/// What the head says about this one exchange.
struct HeadContext {
  std::string request_id;
  std::span<const std::pair<std::string, std::string>> extra = {};  ///< headers of the connection's own
  Framing framing = Framing::length;
  std::size_t content_length = 0;  ///< with Framing::length
  bool keep_alive = true;
};

/// The bytes of status line and headers, HTTP/1.1.
std::string encode_head(const ResponseHead& head, const HeadContext& context);

/// What stands before a chunk of `bytes` (> 0) bytes; kChunkEnd stands behind it, kLastChunk ends the body.
std::string chunk_prefix(std::size_t bytes);
inline constexpr std::string_view kChunkEnd = "\r\n";
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace kokoro::server
