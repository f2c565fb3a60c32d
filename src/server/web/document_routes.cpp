#include "server/web/document_routes.hpp"

#include <array>

#include "server/contract/openapi.hpp"
#include "server/json.hpp"

namespace kokoro::server {
namespace {

constexpr Field kAnyObject{.kind = Kind::object, .required = true};
constexpr std::array kDocumentReplies{Reply{.text = "The document", .body = &kAnyObject}};
constexpr Route kDocumentRoute{.path = "/openapi.json",
                               .group = "Documentation",
                               .summary = "This interface as an OpenAPI 3.1 document",
                               .replies = kDocumentReplies,
                               .needs_key = false};

}  // namespace

void add_document_routes(Router& router) {
  const auto document = std::make_shared<std::string>();
  router.add(kDocumentRoute, [document](const Request&, const auto& responder) {
    responder->respond({{200, std::string(kJsonType), {}}, *document});
  });
  *document = boost::json::serialize(openapi_document(router.routes()));
}

}  // namespace kokoro::server
