#include "server/routes/routes.hpp"

#include <array>

#include "server/routes/download_file.hpp"
#include "server/scheduling/answer_on.hpp"
#include "server/speech/speech_fields.hpp"

namespace kokoro::server {
namespace {

constexpr std::array kParams{
    Field{.name = "file", .text = "The last part of X-Download-Path or X-Timing-Path.", .required = true}};
constexpr std::array kQuery{Field{.name = "name",
                                  .text = "The name under which a browser saves it; the file's extension stays.",
                                  .max_length = 1000}};
constexpr auto kTypes = audio_types_and(kJsonType);
constexpr std::array<std::string_view, 4> kHeaders{"ETag", "Accept-Ranges", "Content-Disposition", "Content-Range"};
constexpr std::array kReplies{
    Reply{.text = "The whole file", .types = kTypes, .headers = kHeaders},
    Reply{.status = 206, .text = "The bytes that the header Range asks for", .types = kTypes, .headers = kHeaders},
    Reply{.status = 304, .text = "If-None-Match names the file's ETag", .types = {}},
};
constexpr std::array kErrors{404, 416};
constexpr Route kDownload{.path = "/v1/download/{file}",
                          .group = "Speech",
                          .summary = "Fetch speech that was kept",
                          .text = "Files are kept for a limited time; Range, If-Range and If-None-Match are obeyed.",
                          .params = kParams,
                          .query = kQuery,
                          .replies = kReplies,
                          .errors = kErrors};

}  // namespace

void add_download_route(Router& router, const RouteParts& parts) {
  const DownloadStore& store = parts.downloads;
  TaskQueue& checks = parts.checks;
  router.add(kDownload, [&store, &checks](const Request& request, const auto& responder) {
    answer_on(checks, request.client, responder,
              [&store, file = request.params.at("file"), headers = request.headers,
               name = request.arguments.string("name").value_or("")] {
                return download_response(store, file, headers, name);
              });
  });
}

}  // namespace kokoro::server
