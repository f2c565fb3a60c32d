#include "server/routes/routes.hpp"

#include <array>
#include <kokoro/engine.hpp>

#include "server/http/json_response.hpp"
#include "server/json/json.hpp"
#include "server/scheduling/answer_job.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_fields.hpp"

namespace kokoro::server {
namespace {

constexpr Field kText{.required = true};
constexpr Field kNumber{.kind = Kind::number, .required = true};
constexpr std::array kSupportFields{
    Field{.name = "elements",
          .kind = Kind::object,
          .text = "Element and what becomes of it.",
          .required = true,
          .values = &kText},
    Field{.name = "ignored",
          .kind = Kind::array,
          .text = "Elements that are left out with their text. That of elements nobody knows is spoken.",
          .required = true,
          .items = &kText},
    Field{.name = "break_strengths",
          .kind = Kind::object,
          .text = "Seconds of silence.",
          .required = true,
          .values = &kNumber},
    Field{.name = "prosody_rates",
          .kind = Kind::object,
          .text = "Factors; 1.2, 120% and +20% are read too.",
          .required = true,
          .values = &kNumber},
    Field{.name = "prosody_volumes",
          .kind = Kind::object,
          .text = "Gains; 50, +6dB and +10% are read too.",
          .required = true,
          .values = &kNumber},
    Field{.name = "rate_range",
          .kind = Kind::array,
          .text = "The slowest and the fastest.",
          .required = true,
          .items = &kNumber},
};
constexpr Table kSupportTable{"SsmlCapabilities", "What of SSML is obeyed.", kSupportFields};
constexpr Field kSupport = object_of(kSupportTable);
constexpr std::array kSupportReplies{Reply{.text = "What is obeyed", .body = &kSupport}};
constexpr std::array kSwitchedOff{403};
constexpr Route kShow{.path = "/dev/ssml",
                      .group = "SSML",
                      .summary = "Tell what of SSML is obeyed",
                      .replies = kSupportReplies,
                      .errors = kSwitchedOff};

constexpr std::array kRequestFields{
    Field{.name = "text",
          .text = "An SSML document; a text that does not begin with a tag is given back as it is.",
          .required = true,
          .example_json = R"("<speak>Hello <break time='500ms'/> world.</speak>")",
          .min_length = 1},
    Field{.name = "voice",
          .text = "The voice that is gone back to where another one ends; absent: that of the speech, [voice:].",
          .max_length = kLongestVoice},
};
constexpr Table kRequestTable{"SsmlRequest", "SSML to be translated.", kRequestFields};
constexpr Field kRequest = object_of(kRequestTable);
constexpr std::array kAnswerFields{
    Field{.name = "text",
          .text = "The same as text with markup in brackets; speak it with allow_voice_tags.",
          .required = true,
          .example_json = R"("Hello [pause:0.5s] world.")"}};
constexpr Table kAnswerTable{"SsmlResponse", "", kAnswerFields};
constexpr Field kAnswer = object_of(kAnswerTable);
constexpr std::array kTranslateReplies{Reply{.text = "The text", .body = &kAnswer}};
constexpr Route kTranslate{.method = "POST",
                           .path = "/dev/ssml",
                           .group = "SSML",
                           .summary = "Translate SSML into markup in brackets",
                           .body = &kRequest,
                           .replies = kTranslateReplies,
                           .errors = kSwitchedOff};

boost::json::object to_object(const std::vector<SsmlSupport::Named>& rows) {
  boost::json::object out;
  for (const auto& row : rows) out[row.name] = row.value;
  return out;
}

Response show() {
  const auto support = Engine::ssml_support();
  boost::json::object elements;
  for (const auto& [name, meaning] : support.elements) elements[name] = meaning;
  return json_response(
      boost::json::object{{"elements", std::move(elements)},
                          {"ignored", boost::json::array(support.left_out.begin(), support.left_out.end())},
                          {"break_strengths", to_object(support.break_strengths)},
                          {"prosody_rates", to_object(support.rates)},
                          {"prosody_volumes", to_object(support.volumes)},
                          {"rate_range", {support.min_rate, support.max_rate}}});
}

Response translate(const std::string& text, const std::string& voice) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && text[first] != '<') return json_response(boost::json::object{{"text", text}});
  const auto markup = Engine::ssml_to_markup(text, voice);
  if (!markup) return error_response(speech_error(markup.error(), "text"));
  return json_response(boost::json::object{{"text", *markup}});
}

}  // namespace

void add_ssml_routes(Router& router, const RouteParts& parts) {
  Scheduler& scheduler = parts.scheduler;
  const SpeechRules& rules = parts.rules;
  if (!rules.ssml) {
    for (const Route* route : {&kShow, &kTranslate}) router.add(*route, switched_off("allow_ssml"));
    return;
  }
  router.add(kShow, [](const Request&, const auto& responder) { responder->respond(show()); });
  router.add(kTranslate, [&scheduler, rules](const Request& request, const auto& responder) {
    SpeechCall call;
    call.text_field = "text";
    call.speech.text = request.fields.string("text").value_or("");
    if (auto wrong = check_length(call, rules)) return responder->respond(error_response(*wrong));
    answer_in_turns(scheduler, request.client, responder,
                    [text = call.speech.text, voice = request.fields.string("voice").value_or("")](const CancelToken&) {
                      return translate(text, voice);
                    });
  });
}

}  // namespace kokoro::server
