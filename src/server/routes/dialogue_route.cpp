#include "server/routes/routes.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "engine/voice_alias.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_delivery.hpp"
#include "server/speech/speech_fields.hpp"
#include "server/speech/voice_expression.hpp"

namespace kokoro::server {
namespace {

/// What the brackets of markup hold; for a longer mix there are aliases.
constexpr std::size_t kLongestTurnVoice = 180;

constexpr std::array kTurnFields{
    Field{
        .name = "voice", .text = "As that of a speech. Absent: that of the request.", .max_length = kLongestTurnVoice},
    Field{.name = "voice_id", .text = "Another name of voice.", .max_length = kLongestTurnVoice},
    Field{
        .name = "text", .text = "What this speaker says, with markup in brackets.", .required = true, .min_length = 1},
};
constexpr Table kTurnTable{"DialogueTurn", "What one engine says.", kTurnFields};
constexpr Field kTurn = object_of(kTurnTable);

constexpr std::array kOwnFields{
    Field{.name = "turns",
          .kind = Kind::array,
          .text = "In the order in which they are spoken. This or inputs is required.",
          .example_json = R"([{"voice": "af_heart", "text": "Hello."}, {"voice": "am_adam", "text": "Hi."}])",
          .min_length = 1,
          .max_length = 10'000,
          .items = &kTurn},
    Field{.name = "inputs",
          .kind = Kind::array,
          .text = "Another name of turns.",
          .min_length = 1,
          .max_length = 10'000,
          .items = &kTurn},
    Field{.name = "pause_between_turns",
          .kind = Kind::number,
          .text = "Seconds of silence; 0: what the text has there by itself.",
          .default_json = "0.0",
          .low = 0,
          .high = 10},
};
constexpr auto kFields = join(kOwnFields, kTextSpeechFields);
constexpr Table kTable{"DialogueRequest", "Turns of several speakers.", kFields};
constexpr Field kBody = object_of(kTable);
constexpr std::array kSwitchedOff{403};
constexpr std::array kReplies{Reply{.text = "The audio in response_format.", .types = audio::kContentTypes}};

constexpr Route kDialogue{.method = "POST",
                          .path = "/dev/dialogue",
                          .group = "Speech",
                          .summary = "Speak a dialogue",
                          .text = "Each turn speaks the language of its own voice, unless lang_code says another one.",
                          .body = &kBody,
                          .replies = kReplies,
                          .errors = kSwitchedOff};

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// The turns as one text with markup: "[voice:a]Hello.[pause:1s][voice:b]Hi." `speech` has the aliases.
tl::expected<std::string, HttpError> tagged_text(const Fields& fields, const SpeechRequest& speech) {
  const std::string_view name = fields.find("turns") != nullptr ? "turns" : "inputs";
  if (name == "turns" && fields.find("inputs") != nullptr) {
    return tl::unexpected(make_http_error(
        400, "conflicting_fields", "turns and inputs are two names of one field: only one may be there", "inputs"));
  }
  const auto turns = fields.objects(name);
  if (turns.empty())
    return tl::unexpected(make_http_error(422, "missing_field", "turns: this field is required", "turns"));
  const double pause_s = fields.number("pause_between_turns").value_or(0);
  std::string text;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const bool other_name = turns[i].find("voice") == nullptr && turns[i].find("voice_id") != nullptr;
    const std::string voice = turns[i].string(other_name ? "voice_id" : "voice").value_or("");
    const std::string place = fmt::format("{}[{}].", name, i);
    const auto refuse = [&](std::string_view field, std::string_view code, std::string_view message) {
      const std::string path = place + std::string(field);
      return tl::unexpected(make_http_error(400, std::string(code), fmt::format("{}: {}", path, message), path));
    };
    if (!is_voice_expression(voice) && engine::find_alias(speech, voice) == nullptr) {
      return refuse(other_name ? "voice_id" : "voice", "invalid_voice",
                    fmt::format("\"{}\" is neither a name nor a mix such as af_bella(2)+af_sky(.5)", voice));
    }
    const std::string said = turns[i].string("text").value_or("");
    if (is_blank(said)) return refuse("text", "invalid_text", "there is nothing to say, the text is blank");
    if (i > 0) text += pause_s > 0 ? fmt::format(" [pause:{:.3f}s]", pause_s) : " ";
    text += fmt::format("[voice:{}][lang:][rate:1][volume:100%]{}", voice, said);
  }
  return text;
}

}  // namespace

void add_dialogue_route(Router& router, const RouteParts& parts) {
  SpeechHandler& speech = parts.speech;
  const SpeechRules& rules = parts.rules;
  if (!rules.voice_tags) return router.add(kDialogue, switched_off("allow_voice_tags"));
  router.add(kDialogue, [&speech, rules](const Request& request, const auto& responder) {
    SpeechCall call;
    call.text_field = "turns";
    call.speech.voice_tags = true;
    if (auto wrong = read_shared_fields(request.fields, rules, call)) {
      return responder->respond(error_response(*wrong));
    }
    auto text = tagged_text(request.fields, call.speech);
    if (!text) return responder->respond(error_response(text.error()));
    call.speech.text = std::move(*text);
    if (auto wrong = check_length(call, rules)) return responder->respond(error_response(*wrong));
    speech.submit(std::move(call), request, responder, deliver_audio);
  });
}

}  // namespace kokoro::server
