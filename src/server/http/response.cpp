#include "server/http/response.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <ctime>

namespace kokoro::server {

namespace {

struct Phrase {
  int status;
  std::string_view words;
};

constexpr std::array kPhrases{
    Phrase{200, "OK"},
    Phrase{204, "No Content"},
    Phrase{206, "Partial Content"},
    Phrase{304, "Not Modified"},
    Phrase{307, "Temporary Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{408, "Request Timeout"},
    Phrase{413, "Content Too Large"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{416, "Range Not Satisfiable"},
    Phrase{422, "Unprocessable Content"},
    Phrase{426, "Upgrade Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{502, "Bad Gateway"},
    Phrase{503, "Service Unavailable"},
};

/// Whose response has no content, and so no length either (RFC 9110, 8.6).
bool has_no_content(int status) { return status == 204 || status == 304; }

}  // namespace

std::string_view reason_phrase(int status) {
  for (const auto& phrase : kPhrases) {
    if (phrase.status == status) return phrase.words;
  }
  return status < 400 ? "OK" : "Error";
}

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
