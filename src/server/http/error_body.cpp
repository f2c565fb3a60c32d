#include "server/http/error_body.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "server/json/json.hpp"

namespace kokoro::server {
namespace {

/// Absolute paths to their last part: "/srv/voices/a.pt" to "a.pt".
std::string without_paths(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t begin = text.find('/');
    const bool starts_word =
        begin != std::string_view::npos &&
        (begin == 0 || std::string_view(" \"'(=:").find(text[begin - 1]) != std::string_view::npos);
    if (begin == std::string_view::npos) return out.append(text);
    if (!starts_word || text.substr(begin).starts_with("//")) {
      const std::size_t keep = begin + (text.substr(begin).starts_with("//") ? 2 : 1);
      out += text.substr(0, keep);
      text.remove_prefix(keep);
      continue;
    }
    const std::string_view path = text.substr(begin, text.find_first_of(" \"')", begin) - begin);
    out += text.substr(0, begin);
    out += path.substr(path.rfind('/') + 1);
    text.remove_prefix(begin + path.size());
  }
  return out;
}

bool only_for_the_log(ErrorCode code) {
  return code == ErrorCode::corrupt || code == ErrorCode::io || code == ErrorCode::network ||
         code == ErrorCode::internal;
}

}  // namespace

HttpError to_http_error(const Error& error) {
  const ErrorTraits& kind = traits(error.code);
  HttpError out{kind.http_status, kind.openai_type, std::string(kind.name), {}, error.param, 1};
  if (only_for_the_log(error.code)) {
    out.message = "the server could not complete the request; its log says why, under this request id";
    return out;
  }
  out.message = without_paths(error.message);
  if (!error.hint.empty()) out.message += "; " + without_paths(error.hint);
  return out;
}

boost::json::object error_members(const HttpError& error) {
  boost::json::object body;
  boost::json::object& openai = body["error"].emplace_object();
  openai["message"] = error.message;
  openai["type"] = boost::json::string_view(error.type.data(), error.type.size());
  openai["param"] = error.param.empty() ? boost::json::value(nullptr) : boost::json::value(error.param);
  openai["code"] = error.code;
  boost::json::object& detail = body["detail"].emplace_object();
  detail["error"] = error.code;
  detail["message"] = error.message;
  detail["type"] = boost::json::string_view(error.type.data(), error.type.size());
  return body;
}

Response error_response(const HttpError& error) {
  Response response{{error.status, "application/json", {}}, boost::json::serialize(error_members(error))};
  if (error.status == 429 || error.status == 503) {
    response.head.headers.emplace_back("Retry-After", std::to_string(error.retry_after_s));
  }
  return response;
}

void log_hidden(const Error& error, std::string_view request_id) {
  if (only_for_the_log(error.code)) log::error("{} {}: {}", request_id, traits(error.code).name, error.message);
}

Response error_response(const Error& error) { return error_response(to_http_error(error)); }

}  // namespace kokoro::server
