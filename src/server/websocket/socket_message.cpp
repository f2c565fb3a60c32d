#include "server/websocket/socket_message.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "server/json/json.hpp"
#include "server/speech/speech_body.hpp"

namespace kokoro::server {
namespace {

constexpr std::array kReplies{
    Reply{.status = 101, .text = "The connection is a WebSocket; docs/http.md has its messages.", .types = {}}};
constexpr std::array kErrors{403, 426, 503};

struct TypeName {
  std::string_view name;
  SocketMessage::Type type;
};
constexpr std::array kTypes{TypeName{"start", SocketMessage::Type::start}, TypeName{"text", SocketMessage::Type::text},
                            TypeName{"flush", SocketMessage::Type::flush},
                            TypeName{"finish", SocketMessage::Type::finish},
                            TypeName{"cancel", SocketMessage::Type::cancel}};

tl::unexpected<HttpError> wrong(int status, std::string code, std::string message, std::string param = {}) {
  return tl::unexpected(make_http_error(status, std::move(code), std::move(message), std::move(param)));
}

/// The fields are those of a request for speech, which has its text at once.
tl::expected<SpeechCall, HttpError> read_start(boost::json::object fields, const SpeechRules& rules) {
  if (fields.contains("input")) {
    return wrong(400, "invalid_input", "input: the text follows in messages of type text", "input");
  }
  fields["input"] = "-";
  auto checked = check_value(std::move(fields), kSpeechBody);
  if (!checked) return tl::unexpected(std::move(checked.error()));
  auto call = read_speech_call(*checked, rules);
  if (!call) return call;
  call->speech.text.clear();
  call->delivery = Delivery::bytes;
  if (call->speech.format == TextFormat::ssml) {
    return wrong(400, "unsupported", "ssml: text that is still being written cannot be SSML", "ssml");
  }
  return call;
}

}  // namespace

constexpr Route kSocketRoute{.path = "/v1/audio/stream",
                             .group = "Speech",
                             .summary = "A WebSocket that speaks text as it is written",
                             .replies = kReplies,
                             .errors = kErrors};

tl::expected<SocketMessage, HttpError> read_socket_message(std::string_view json, const SpeechRules& rules) {
  auto parsed = parse_json(json);
  if (!parsed) return tl::unexpected(to_http_error(parsed.error()));
  auto* object = parsed->if_object();
  const auto* type = object == nullptr ? nullptr : object->if_contains("type");
  if (type == nullptr || !type->is_string()) {
    return wrong(400, "invalid_message",
                 R"(a message is a JSON object with a type, such as {"type":"text","text":"Hi."})", "type");
  }
  const std::string name(type->get_string().begin(), type->get_string().end());
  SocketMessage message;
  const auto* known = std::ranges::find(kTypes, name, &TypeName::name);
  if (known == kTypes.end()) {
    return wrong(400, "invalid_message",
                 fmt::format("type: '{}' is not one of start, text, flush, finish, cancel", name), "type");
  }
  message.type = known->type;
  if (message.type == SocketMessage::Type::text) {
    const auto* text = object->if_contains("text");
    if (text == nullptr || !text->is_string()) return wrong(422, "invalid_message", "text: must be a string", "text");
    message.text.assign(text->get_string().begin(), text->get_string().end());
  }
  if (message.type == SocketMessage::Type::start) {
    auto call = read_start(std::move(*object), rules);
    if (!call) return tl::unexpected(std::move(call.error()));
    message.call = std::move(*call);
  }
  return message;
}

}  // namespace kokoro::server
