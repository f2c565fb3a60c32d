#include "server/http/response.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace kokoro::server {

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    default:
      return status < 400 ? "OK" : "Error";
  }
}

std::string encode_head(const ResponseHead& head, const HeadContext& context) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", head.status, reason_phrase(head.status));
  out += fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(std::time(nullptr)));
  if (!head.content_type.empty()) out += fmt::format("Content-Type: {}\r\n", head.content_type);
  for (const auto& [name, value] : head.headers) out += fmt::format("{}: {}\r\n", name, value);
  for (const auto& [name, value] : context.extra) out += fmt::format("{}: {}\r\n", name, value);
  out += fmt::format("X-Request-Id: {}\r\n", context.request_id);
  if (context.framing == Framing::chunked) out += "Transfer-Encoding: chunked\r\n";
  // A response without content has no length either (RFC 9110, 8.6).
  if (context.framing == Framing::length && head.status != 204) {
    out += fmt::format("Content-Length: {}\r\n", context.content_length);
  }
  out += context.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return out;
}

std::string chunk_prefix(std::size_t bytes) { return fmt::format("{:x}\r\n", bytes); }

}  // namespace kokoro::server
