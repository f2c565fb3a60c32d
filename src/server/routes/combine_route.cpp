#include "server/routes/routes.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

#include "server/json/json.hpp"
#include "server/scheduling/answer_job.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_fields.hpp"
#include "server/speech/voice_expression.hpp"

namespace kokoro::server {
namespace {

constexpr Field kItem{
    .text = "A voice, with its weight.", .required = true, .min_length = 1, .max_length = kLongestVoice};
constexpr Field kBody{.kind = Kind::string | Kind::array,
                      .text = "A mix such as \"af_bella(2)+af_sky\", or a list of voices whose mean is meant.",
                      .required = true,
                      .example_json = R"x("af_bella(2)+af_sky(1)")x",
                      .min_length = 1,
                      .max_length = kLongestVoice,
                      .items = &kItem};
constexpr std::array kQuery{
    kVersionField,
    Field{.name = "name",
          .text = "Keep the mix on the server as a voice of this name; the setting allow_voice_saving must be on.",
          .min_length = 1,
          .max_length = 128},
};
constexpr std::array<std::string_view, 1> kTypes{"application/octet-stream"};
constexpr std::array<std::string_view, 1> kHeaders{"Content-Disposition"};
constexpr std::array kReplies{Reply{.text = "The mixed voice as a .pt file of PyTorch: [rows, 1, width] float32.",
                                    .types = kTypes,
                                    .headers = kHeaders}};
constexpr std::array kErrors{403};
constexpr Route kCombine{.method = "POST",
                         .path = "/v1/audio/voices/combine",
                         .group = "Models and voices",
                         .summary = "Mix voices",
                         .query = kQuery,
                         .body = &kBody,
                         .replies = kReplies,
                         .errors = kErrors};

/// The mix as one text: items of a list are added.
std::string expression_of(const boost::json::value& body) {
  if (const auto* text = body.if_string()) return {text->data(), text->size()};
  std::string out;
  for (const auto& item : body.get_array()) {
    const auto& text = item.get_string();
    if (!out.empty()) out += '+';
    out.append(text.data(), text.size());
  }
  std::erase(out, ' ');
  return out;
}

struct Order {
  std::string request_id;
  std::string voice;
  std::optional<ModelVersion> version;
  std::optional<std::string> name;
};

Response combine(SpeechEngine& engine, const Order& order) {
  const auto refuse = [&](const Error& error) {
    log_hidden(error, order.request_id);
    return error_response(speech_error(error));
  };
  if (order.name) {
    if (auto saved = engine.save_voice(*order.name, order.voice, order.version); !saved) return refuse(saved.error());
  }
  auto file = engine.voice_file(order.voice, order.version);
  if (!file) return refuse(file.error());
  Response response{{200, "application/octet-stream", {}}, std::move(*file)};
  response.head.headers.emplace_back("Content-Disposition",
                                     fmt::format("attachment; filename=\"{}.pt\"", order.name.value_or(order.voice)));
  response.head.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace

void add_combine_route(Router& router, const RouteParts& parts) {
  SpeechEngine& engine = parts.engine;
  Scheduler& scheduler = parts.scheduler;
  const bool may_save = parts.allow_voice_saving;
  router.add(kCombine, [&engine, &scheduler, may_save](const Request& request, const auto& responder) {
    Order order{request.id, expression_of(*request.fields.value()),
                parse_version(request.arguments.string("version").value_or("")), request.arguments.string("name")};
    if (!is_voice_expression(order.voice)) {
      return responder->respond(error_response(make_http_error(
          400, "invalid_voice",
          fmt::format("voice: \"{}\" is neither a name nor a mix such as af_bella(2)+af_sky(.5)", order.voice),
          "voice")));
    }
    if (order.name && !may_save) {
      return responder->respond(error_response(
          make_http_error(403, "permission_denied",
                          "voices are not kept here: the server's setting allow_voice_saving allows it", "name")));
    }
    answer_in_turns(scheduler, request.client, responder,
                    [&engine, order](const CancelToken&) { return combine(engine, order); });
  });
}

}  // namespace kokoro::server
