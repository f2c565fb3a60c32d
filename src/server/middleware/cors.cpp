#include "server/middleware/cors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/ascii.hpp"

namespace kokoro::server {
namespace {

/// A browser asks again after this time.
constexpr const char* kMaxAgeSeconds = "7200";

/// scheme://host[:port], nothing behind it.
bool is_origin(std::string_view text) {
  const std::size_t at = text.find("://");
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view host = text.substr(at + 3);
  return !host.empty() &&
         std::ranges::all_of(host, [](unsigned char c) { return std::isgraph(c) && c != '/' && c != '?' && c != '*'; });
}

}  // namespace

Result<Cors> Cors::make(const std::vector<std::string>& origins) {
  Cors out;
  for (const auto& origin : origins) {
    if (origin == "*") {
      out.all_ = true;
    } else if (is_origin(origin) || origin == "null") {
      out.origins_.push_back(ascii_lower(origin));
    } else {
      return fail(ErrorCode::invalid_input, fmt::format("cors_origins: '{}' is not an origin", origin),
                  "write scheme and host, and a port that is not the usual one, such as https://example.org or "
                  "http://localhost:3000; * allows all",
                  "cors_origins");
    }
  }
  return out;
}

bool Cors::allows(std::string_view origin) const {
  return all_ || std::ranges::find(origins_, ascii_lower(origin)) != origins_.end();
}

Cors::HeaderList Cors::headers(const Request& request) const {
  if (!all_ && origins_.empty()) return {};
  HeaderList out;
  // Caches must not give one page's answer to another.
  if (!all_) out.emplace_back("Vary", "Origin");
  const auto origin = request.headers.find("Origin");
  if (!origin || !allows(*origin)) return out;
  out.emplace_back("Access-Control-Allow-Origin", all_ ? "*" : std::string(*origin));
  // Only pages that were named: "*" and credentials exclude each other.
  if (!all_) out.emplace_back("Access-Control-Allow-Credentials", "true");
  out.emplace_back("Access-Control-Expose-Headers", "X-Request-Id, Retry-After, Content-Disposition, X-Download-Path");
  return out;
}

std::optional<Response> Cors::preflight(const Request& request) const {
  const auto origin = request.headers.find("Origin");
  if (request.method != "OPTIONS" || !origin || !request.headers.find("Access-Control-Request-Method") ||
      !allows(*origin)) {
    return std::nullopt;
  }
  Response response{{204, {}, {}}, {}};
  auto& headers = response.head.headers;
  headers.emplace_back("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE, OPTIONS");
  // Named one by one, as "*" does not cover Authorization.
  const auto wanted = request.headers.find("Access-Control-Request-Headers");
  headers.emplace_back("Access-Control-Allow-Headers",
                       wanted ? std::string(*wanted) : "Authorization, Content-Type, X-Request-Id");
  headers.emplace_back("Access-Control-Max-Age", kMaxAgeSeconds);
  headers.emplace_back("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers");
  return response;
}

}  // namespace kokoro::server
