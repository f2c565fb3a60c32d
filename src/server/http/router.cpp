#include "server/http/router.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/ascii.hpp"
#include "server/http/error_body.hpp"

namespace kokoro::server {
namespace {

/// More than this is read apart from the network; less takes a millisecond.
constexpr std::size_t kLongBody = 16U << 10U;

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

/// The media type of a header's value, without parameters, in small letters.
std::string media_type(std::string_view value) { return ascii_lower(trim(value.substr(0, value.find(';')))); }

/// Also with a suffix (application/vnd.x+json). A form of a foreign page can be sent without any type.
bool is_json(const Request& request) {
  const auto type = request.headers.find("Content-Type");
  if (!type) return false;
  const std::string media = media_type(*type);
  return media == kJsonType || (media.starts_with("application/") && media.ends_with("+json"));
}

/// Query and body of the request, read as its route says; or what is wrong with them.
std::optional<HttpError> read_request(Request& request, const Route& route, const CancelToken& cancel) {
  auto arguments = check_query(request.query, route.query);
  if (!arguments) return std::move(arguments.error());
  request.arguments = std::move(*arguments);
  if (route.body == nullptr || route.body_type != kJsonType) return std::nullopt;
  if (!is_json(request)) {
    return make_http_error(415, "unsupported_media_type",
                           "the body must be JSON, sent with the header Content-Type: application/json");
  }
  auto fields = read_body(request.body, *route.body, cancel);
  if (!fields) return std::move(fields.error());
  request.fields = std::move(*fields);
  request.body = {};  // it may be long, and is not looked at again
  return std::nullopt;
}

}  // namespace

void Router::add(const Route& route, Handler handler) {
  entries_.push_back({&route, split(route.path), std::move(handler)});
}

std::vector<const Route*> Router::routes() const {
  std::vector<const Route*> out;
  for (const auto& entry : entries_) out.push_back(entry.route);
  return out;
}

bool Router::needs_key(std::string_view path) const {
  const std::vector<std::string> segments = split(path);
  return std::ranges::none_of(entries_, [&](const Entry& entry) {
    Params params;
    return !entry.route->needs_key && match(entry.segments, segments, params);
  });
}

void Router::call(const Entry& entry, Request request, std::shared_ptr<Responder> responder) const {
  if (request.body.size() <= kLongBody || !read_apart_) {
    if (auto wrong = read_request(request, *entry.route, {})) return responder->respond(error_response(*wrong));
    return entry.handler(request, std::move(responder));
  }
  struct Reading {
    const Entry& entry;
    Request request;
    std::optional<HttpError> wrong = {};
  };
  const auto reading = std::make_shared<Reading>(Reading{entry, std::move(request)});
  read_apart_(
      reading->request.client, responder,
      [reading](const CancelToken& cancel) {
        reading->wrong = read_request(reading->request, *reading->entry.route, cancel);
      },
      [reading, responder] {
        if (reading->wrong) return responder->respond(error_response(*reading->wrong));
        reading->entry.handler(reading->request, responder);
      });
}

void Router::dispatch(Request request, std::shared_ptr<Responder> responder) const {
  if (request.method == "OPTIONS" && request.path == "*") {
    return responder->respond(options_response("GET, HEAD, OPTIONS, POST"));
  }
  const std::vector<std::string> path = split(request.path);
  const std::string_view wanted = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  std::set<std::string_view> methods;
  for (const auto& entry : entries_) {
    Params params;
    if (!match(entry.segments, path, params)) continue;
    if (entry.route->method == wanted) {
      request.params = std::move(params);
      return call(entry, std::move(request), std::move(responder));
    }
    methods.insert(entry.route->method);
    if (entry.route->method == "GET") methods.insert("HEAD");
  }
  if (methods.empty()) {
    return responder->respond(
        error_response(make_http_error(404, "not_found", fmt::format("there is nothing at {}", request.path))));
  }
  methods.insert("OPTIONS");
  const std::string allow = fmt::format("{}", fmt::join(methods, ", "));
  responder->respond(request.method == "OPTIONS" ? options_response(allow) : wrong_method(request, allow));
}

Handler switched_off(std::string_view setting) {
  return [setting](const Request&, const std::shared_ptr<Responder>& responder) {
    responder->respond(error_response(make_http_error(
        403, "switched_off", fmt::format("this is switched off: the server's setting {} allows it", setting))));
  };
}

}  // namespace kokoro::server
