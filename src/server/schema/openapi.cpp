#include "server/schema/openapi.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <kokoro/version.hpp>
#include <set>
#include <string>
#include <utility>

#include "base/ascii.hpp"
#include "server/schema/error_table.hpp"
#include "server/schema/json_schema.hpp"
#include "server/schema/reason_phrase.hpp"

namespace kokoro::server {
namespace {

/// What can go wrong on every route, and besides on every one that takes a body.
constexpr std::array kAlways{400, 408, 429, 431, 500, 503};
constexpr std::array kWithBody{413, 415, 422};

/// "post_v1_audio_speech"; "get_web_root" for "/web/".
std::string operation_id(const Route& route) {
  std::string out(route.method);
  for (const char c : route.path) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out += c;
    } else if (out.back() != '_') {
      out += '_';
    }
  }
  out = ascii_lower(out);
  if (route.path.ends_with('/')) return out + "root";
  while (out.back() == '_') out.pop_back();
  return out;
}

/// Schemas of bodies that are not JSON: bytes for audio and files, text for the rest.
boost::json::object plain_schema() { return {{"type", "string"}}; }

class Writer {
 public:
  boost::json::object write(std::span<const Route* const> routes) {
    boost::json::object paths;
    std::set<std::string_view> groups;
    boost::json::array tags;
    for (const auto* route : routes) {
      auto& path = paths[json_text(route->path)];
      if (!path.is_object()) path = boost::json::object();
      const std::string method = ascii_lower(route->method);
      path.get_object()[method] = operation(*route);
      if (groups.insert(route->group).second) tags.push_back(boost::json::object{{"name", json_text(route->group)}});
    }
    boost::json::object components{
        {"securitySchemes",
         {{"key",
           {{"type", "http"}, {"scheme", "bearer"}, {"description", "An API key, where the server asks for one."}}}}}};
    components["schemas"] = schemas_.components();
    return {{"openapi", "3.1.0"},
            {"info",
             {{"title", "Kokoro speech server"},
              {"version", json_text(program_version())},
              {"description",
               "Speech over HTTP, for clients of OpenAI's speech endpoint and of Kokoro-FastAPI. Fields that are not "
               "described are ignored."},
              {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
            {"servers", boost::json::array{{{"url", "/"}}}},
            {"tags", std::move(tags)},
            {"paths", std::move(paths)},
            {"components", std::move(components)}};
  }

 private:
  boost::json::object operation(const Route& route) {
    boost::json::object out{{"operationId", operation_id(route)},
                            {"tags", boost::json::array{json_text(route.group)}},
                            {"summary", json_text(route.summary)}};
    if (!route.text.empty()) out["description"] = json_text(route.text);
    boost::json::array parameters;
    for (const auto& field : route.params) parameters.push_back(parameter(field, "path"));
    for (const auto& field : route.query) parameters.push_back(parameter(field, "query"));
    if (!parameters.empty()) out["parameters"] = std::move(parameters);
    if (has_body(route)) out["requestBody"] = request_body(route);
    out["responses"] = responses(route);
    // Without keys a server takes everybody.
    out["security"] = route.needs_key ? boost::json::array{boost::json::object(), {{"key", boost::json::array()}}}
                                      : boost::json::array();
    return out;
  }

  static bool has_body(const Route& route) { return route.body != nullptr || route.body_type != kJsonType; }

  boost::json::object parameter(const Field& field, const char* place) {
    Field shown = field;
    shown.text = {};
    shown.required = true;  // a parameter cannot be null
    return {{"name", json_text(field.name)},
            {"in", place},
            {"required", field.required},
            {"description", json_text(field.text)},
            {"schema", schemas_.write(shown)}};
  }

  boost::json::object request_body(const Route& route) {
    const auto schema = route.body == nullptr ? plain_schema() : schemas_.write(*route.body);
    return {{"required", true}, {"content", {{json_text(route.body_type), {{"schema", schema}}}}}};
  }

  boost::json::object responses(const Route& route) {
    boost::json::object out;
    for (const auto& reply : route.replies) out[std::to_string(reply.status)] = response(reply);
    std::set<int> errors(route.errors.begin(), route.errors.end());
    errors.insert(kAlways.begin(), kAlways.end());
    if (route.needs_key) errors.insert(401);
    if (has_body(route)) errors.insert(kWithBody.begin(), kWithBody.end());
    if (!route.query.empty()) errors.insert(422);
    for (const int status : errors) out[std::to_string(status)] = error(status);
    return out;
  }

  boost::json::object response(const Reply& reply) {
    boost::json::object content;
    for (const auto type : reply.types) {
      const bool json = type == kJsonType && reply.body != nullptr;
      content[json_text(type)] = {{"schema", json ? schemas_.write(*reply.body) : plain_schema()}};
    }
    boost::json::object headers{{"X-Request-Id", {{"schema", {{"type", "string"}}}}}};
    for (const auto name : reply.headers) headers[json_text(name)] = {{"schema", {{"type", "string"}}}};
    boost::json::object out{{"description", json_text(reply.text.empty() ? reason_phrase(reply.status) : reply.text)},
                            {"headers", std::move(headers)}};
    if (!content.empty()) out["content"] = std::move(content);
    return out;
  }

  boost::json::object error(int status) {
    boost::json::object out = response({.status = status, .body = &kErrorBody});
    if (status == 429 || status == 503) {
      out["headers"].get_object()["Retry-After"] = {{"schema", {{"type", "integer"}}}, {"description", "Seconds."}};
    }
    return out;
  }

  SchemaWriter schemas_;
};

}  // namespace

boost::json::object openapi_document(std::span<const Route* const> routes) { return Writer().write(routes); }

}  // namespace kokoro::server
