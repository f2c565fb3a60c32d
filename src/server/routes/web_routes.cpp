#include "server/routes/routes.hpp"

#include <array>

#include "server/http/error_body.hpp"
#include "server/json/json.hpp"
#include "server/routes/web_file.hpp"
#include "server/schema/openapi.hpp"

namespace kokoro::server {
namespace {

constexpr std::string_view kSetting = "web";
constexpr std::array kSwitchedOff{403};
constexpr std::array kSwitchedOffOrMissing{403, 404};

constexpr std::array<std::string_view, 1> kHtml{"text/html; charset=utf-8"};
constexpr std::array<std::string_view, 4> kFileTypes{"text/html; charset=utf-8", "text/javascript; charset=utf-8",
                                                     "text/css; charset=utf-8", "image/svg+xml"};
constexpr std::array<std::string_view, 1> kLocation{"Location"};
constexpr std::array kPageReplies{Reply{.text = "The page", .types = kHtml}};
constexpr std::array kFileReplies{Reply{.text = "The file", .types = kFileTypes}};
constexpr std::array kAwayReplies{Reply{.status = 307, .text = "To the page", .types = {}, .headers = kLocation}};
constexpr Field kAnyObject{.kind = Kind::object, .required = true};
constexpr std::array kDocumentReplies{Reply{.text = "The document", .body = &kAnyObject}};
constexpr std::array kFileParams{Field{.name = "file", .text = "A file of the page.", .required = true}};

constexpr Route page(std::string_view path, std::string_view summary) {
  return {.path = path,
          .group = "Pages",
          .summary = summary,
          .replies = kPageReplies,
          .errors = kSwitchedOff,
          .needs_key = false};
}
constexpr Route away(std::string_view path) {
  return {.path = path,
          .group = "Pages",
          .summary = "Leads to the web page",
          .replies = kAwayReplies,
          .errors = kSwitchedOff,
          .needs_key = false};
}

constexpr Route kRoot = away("/");
constexpr Route kWebRoot = away("/web");
constexpr Route kWebPage = page("/web/", "The web page: type a text and hear it");
constexpr Route kDocsPage = page("/docs", "This interface, to be read");
constexpr Route kWebFile{.path = "/web/{file}",
                         .group = "Pages",
                         .summary = "A part of the pages",
                         .params = kFileParams,
                         .replies = kFileReplies,
                         .errors = kSwitchedOffOrMissing,
                         .needs_key = false};
constexpr Route kDocument{.path = "/openapi.json",
                          .group = "Pages",
                          .summary = "This interface as an OpenAPI 3.1 document",
                          .replies = kDocumentReplies,
                          .errors = kSwitchedOff,
                          .needs_key = false};

/// The pages load nothing from elsewhere and are not shown inside others.
constexpr std::string_view kPolicy =
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'";

Response file_response(std::string_view name) {
  const WebFile* file = find_web_file(name);
  if (file == nullptr) {
    return error_response(make_http_error(404, "not_found", fmt::format("there is no file \"{}\" here", name)));
  }
  return {{200,
           std::string(file->content_type),
           {{"Cache-Control", "no-cache"},
            {"Content-Security-Policy", std::string(kPolicy)},
            {"X-Content-Type-Options", "nosniff"},
            {"Referrer-Policy", "no-referrer"}}},
          std::string(file->content)};
}

Handler give_file(std::string_view name) {
  return [name](const Request&, const auto& responder) { responder->respond(file_response(name)); };
}

Handler lead_to(std::string_view where) {
  return [where](const Request&, const auto& responder) {
    responder->respond({{307, {}, {{"Location", std::string(where)}}}, {}});
  };
}

}  // namespace

void add_web_routes(Router& router, const RouteParts& parts) {
  const bool enabled = parts.web;
  const auto add = [&](const Route& route, Handler handler) {
    router.add(route, enabled ? std::move(handler) : switched_off(kSetting));
  };
  const auto document = std::make_shared<std::string>();
  add(kRoot, lead_to("web/"));
  add(kWebRoot, lead_to("web/"));
  add(kWebPage, give_file("index.html"));
  add(kWebFile, [](const Request& request, const auto& responder) {
    responder->respond(file_response(request.params.at("file")));
  });
  add(kDocsPage, give_file("docs.html"));
  add(kDocument, [document](const Request&, const auto& responder) {
    responder->respond({{200, std::string(kJsonType), {{"Cache-Control", "no-cache"}}}, *document});
  });
  *document = boost::json::serialize(openapi_document(router.routes()));
}

}  // namespace kokoro::server
