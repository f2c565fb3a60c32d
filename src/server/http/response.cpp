#include "server/http/response.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "server/schema/reason_phrase.hpp"

namespace kokoro::server {

namespace {

/// Whose response has no content, and so no length either (RFC 9110, 8.6).
bool has_no_content(int status) { return status == 204 || status == 304; }

}  // namespace

std::string encode_head(const ResponseHead& head, const HeadContext& context) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", head.status, reason_phrase(head.status));
  out += fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(std::time(nullptr)));
  if (!head.content_type.empty()) out += fmt::format("Content-Type: {}\r\n", head.content_type);
  for (const auto& [name, value] : head.headers) out += fmt::format("{}: {}\r\n", name, value);
  for (const auto& [name, value] : context.extra) out += fmt::format("{}: {}\r\n", name, value);
  out += fmt::format("X-Request-Id: {}\r\n", context.request_id);
  if (context.framing == Framing::chunked) out += "Transfer-Encoding: chunked\r\n";
  if (context.framing == Framing::length && !has_no_content(head.status)) {
    out += fmt::format("Content-Length: {}\r\n", context.content_length);
  }
  out += context.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return out;
}

std::string chunk_prefix(std::size_t bytes) { return fmt::format("{:x}\r\n", bytes); }

}  // namespace kokoro::server
