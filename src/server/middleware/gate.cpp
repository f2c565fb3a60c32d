#include "server/middleware/gate.hpp"

#include <utility>

namespace kokoro::server {

Result<std::unique_ptr<Gate>> Gate::make(const AccessOptions& options, const std::string& bound) {
  std::unique_ptr<Gate> gate(new Gate({options.api_keys, options.api_key_file, options.loopback_without_key}));
  auto cors = Cors::make(options.cors_origins);
  if (!cors) return fail(std::move(cors.error()));
  gate->cors_ = std::move(*cors);
  auto hosts = AllowedHosts::make(bound, options.allowed_hosts);
  if (!hosts) return fail(std::move(hosts.error()));
  gate->hosts_ = std::move(*hosts);
  auto proxies = TrustedProxies::make(options.trusted_proxies);
  if (!proxies) return fail(std::move(proxies.error()));
  gate->proxies_ = std::move(*proxies);
  if (auto read = gate->reload(); !read) return fail(std::move(read.error()));
  return gate;
}

/// Whether a page of another server asks that is not allowed to. Programs send neither of the headers.
bool Gate::is_foreign(const Request& request) const {
  if (cors_.allows_all()) return false;
  const auto origin = request.headers.find("Origin");
  if (origin && cors_.allows(*origin)) return false;
  const auto site = request.headers.find("Sec-Fetch-Site");
  if (site == "cross-site") {
    // A link that somebody follows shows a page of this server and does nothing else.
    return request.method != "GET" || request.headers.find("Sec-Fetch-Mode") != "navigate";
  }
  if (!origin || site == "same-origin") return false;
  const std::size_t scheme = origin->find("://");
  return scheme == std::string_view::npos || origin->substr(scheme + 3) != request.headers.find("Host").value_or("");
}

std::optional<Response> Gate::answer(const Request& request, bool needs_key) const {
  if (!hosts_.allows(request.headers.find("Host").value_or(""))) {
    return error_response(make_http_error(
        403, "host_not_allowed", "this server is not asked for under this name: the setting allowed_hosts allows it"));
  }
  if (auto answer = cors_.preflight(request)) return answer;
  if (is_foreign(request)) {
    return error_response(make_http_error(
        403, "origin_not_allowed", "this page's origin may not use the server: the setting cors_origins allows it"));
  }
  // Browsers ask without a key what they may send.
  if (request.method == "OPTIONS") return std::nullopt;
  if (!needs_key) return std::nullopt;
  if (const auto refused = keys()->refusal(request)) return unauthorized(*refused);
  return std::nullopt;
}

std::string Gate::client(const Request& request) const {
  if (const auto key = keys()->shown_key(request)) return "key " + *key;
  return request.client;
}

std::shared_ptr<const ApiKeys> Gate::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

Result<void> Gate::reload() {
  auto keys = ApiKeys::make(options_);
  if (!keys) return fail(std::move(keys.error()));
  auto fresh = std::make_shared<const ApiKeys>(std::move(*keys));
  const std::lock_guard lock(mutex_);
  keys_ = std::move(fresh);
  return {};
}

}  // namespace kokoro::server
