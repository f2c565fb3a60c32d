#include "server/middleware/gate.hpp"

#include <utility>

namespace kokoro::server {

Result<std::unique_ptr<Gate>> Gate::make(const AccessOptions& options) {
  std::unique_ptr<Gate> gate(new Gate({options.api_keys, options.api_key_file, options.loopback_without_key}));
  auto cors = Cors::make(options.cors_origins);
  if (!cors) return fail(std::move(cors.error()));
  gate->cors_ = std::move(*cors);
  if (auto read = gate->reload(); !read) return fail(std::move(read.error()));
  return gate;
}

std::optional<Response> Gate::answer(const Request& request, bool needs_key) const {
  if (auto answer = cors_.preflight(request)) return answer;
  // A page that is not allowed can open a WebSocket all the same: browsers ask nobody first.
  const auto origin = request.headers.find("Origin");
  if (request.wants_web_socket && origin && !cors_.allows(*origin)) {
    return error_response(make_http_error(403, "origin_not_allowed", "this page's origin may not use the server"));
  }
  // Browsers ask without a key what they may send.
  if (request.method == "OPTIONS") return std::nullopt;
  if (!needs_key) return std::nullopt;
  if (const auto refused = keys()->refusal(request)) return unauthorized(*refused);
  return std::nullopt;
}

std::string Gate::client(const Request& request) const {
  const auto shown = request.headers.find("Authorization");
  return keys()->required() && shown ? std::string(*shown) : request.client;
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
