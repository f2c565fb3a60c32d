#include "server/http/router.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <utility>

#include "server/http/error_body.hpp"

namespace kokoro::server {
namespace {

/// "/v1/models/a" to {"v1", "models", "a"}.
std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> out;
  path.remove_prefix(std::min<std::size_t>(path.size(), 1));
  while (true) {
    const std::size_t slash = path.find('/');
    out.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return out;
    path.remove_prefix(slash + 1);
  }
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

using Params = decltype(Request::params);

bool match(const std::vector<std::string>& pattern, const std::vector<std::string>& path, Params& params) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i])) {
      if (path[i].empty()) return false;
      params[pattern[i].substr(1, pattern[i].size() - 2)] = path[i];
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

Response options_response(const std::string& allow) { return {{204, {}, {{"Allow", allow}}}, {}}; }

Response wrong_method(const Request& request, const std::string& allow) {
  Response out = error_response(make_http_error(
      405, "method_not_allowed", fmt::format("{} is not possible here, only {}", request.method, allow)));
  out.head.headers.emplace_back("Allow", allow);
  return out;
}

}  // namespace

void Router::add(std::string method, std::string_view pattern, Handler handler) {
  routes_.push_back({std::move(method), split(pattern), std::move(handler)});
}

void Router::dispatch(Request request, std::shared_ptr<Responder> responder) const {
  if (request.method == "OPTIONS" && request.path == "*") {
    return responder->respond(options_response("GET, HEAD, OPTIONS, POST"));
  }
  const std::vector<std::string> path = split(request.path);
  const std::string_view wanted = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  std::set<std::string> methods;
  for (const auto& route : routes_) {
    Params params;
    if (!match(route.segments, path, params)) continue;
    if (route.method == wanted) {
      request.params = std::move(params);
      return route.handler(request, std::move(responder));
    }
    methods.insert(route.method);
    if (route.method == "GET") methods.insert("HEAD");
  }
  if (methods.empty()) {
    return responder->respond(
        error_response(make_http_error(404, "not_found", fmt::format("there is nothing at {}", request.path))));
  }
  methods.insert("OPTIONS");
  const std::string allow = fmt::format("{}", fmt::join(methods, ", "));
  responder->respond(request.method == "OPTIONS" ? options_response(allow) : wrong_method(request, allow));
}

}  // namespace kokoro::server
