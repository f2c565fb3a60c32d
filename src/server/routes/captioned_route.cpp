#include "server/routes/routes.hpp"

#include <array>
#include <utility>

#include "server/speech/accepted_captions.hpp"
#include "server/speech/captioned_output.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_fields.hpp"

namespace kokoro::server {
namespace {

constexpr std::array kOwnFields{
    Field{.name = "input",
          .text = "The text. Markup in brackets is obeyed: [pause:1s], [rate:1.2], [mark:x].",
          .required = true,
          .example_json = R"("Hello from Kokoro.")",
          .min_length = 1},
    Field{.name = "return_timestamps",
          .kind = Kind::boolean,
          .text = "Whether words have times; without them the lists stay empty.",
          .default_json = "true"},
    kSsmlField,
    kVoiceTagsField,
};
constexpr auto kFields = join(kOwnFields, kTextSpeechFields);
constexpr Table kTable{"CaptionedSpeechRequest", "What is to be said, and how.", kFields};
constexpr Field kBody = object_of(kTable);

constexpr std::array<std::string_view, 3> kFormats{"json", "srt", "vtt"};
constexpr std::array kQuery{Field{.name = "format",
                                  .text = "Captions instead of JSON; the header Accept says it too (text/vtt, "
                                          "application/x-subrip).",
                                  .choices = kFormats}};

constexpr std::array kWordFields{
    Field{.name = "word", .text = "As it is written.", .required = true, .example_json = R"("Hello")"},
    Field{.name = "start_time", .kind = Kind::number, .text = "Seconds from the start of the audio.", .required = true},
    Field{.name = "end_time", .kind = Kind::number, .required = true},
    Field{.name = "voice", .text = "Which voice or mix speaks it; with allow_voice_tags only."},
};
constexpr Table kWordTable{"WordTimestamp", "When a word is spoken.", kWordFields};
constexpr Field kWord = object_of(kWordTable);
constexpr std::array kMarkFields{
    Field{.name = "name", .required = true},
    Field{.name = "time", .kind = Kind::number, .text = "Seconds from the start of the audio.", .required = true},
};
constexpr Table kMarkTable{"MarkTimestamp", "When a mark of the text is reached.", kMarkFields};
constexpr Field kMark = object_of(kMarkTable);
constexpr std::array kAnswerFields{
    Field{.name = "audio", .text = "In base64.", .required = true},
    Field{.name = "audio_format", .text = "Its content type.", .required = true, .example_json = R"("audio/mpeg")"},
    Field{.name = "timestamps", .kind = Kind::array, .required = true, .items = &kWord},
    Field{.name = "marks", .kind = Kind::array, .text = "Those of the text, if there are any.", .items = &kMark},
};
constexpr Table kAnswerTable{"CaptionedSpeechResponse", "Audio and the times of its words.", kAnswerFields};
constexpr Field kAnswer = object_of(kAnswerTable);

constexpr std::array<std::string_view, 4> kTypes{kJsonType, kJsonLinesType, "text/vtt", "application/x-subrip"};
constexpr std::array kSwitchedOff{403};
constexpr std::array kReplies{Reply{
    .text = "One object; with stream (the default) an object on each line, whose audio together is the stream. Or "
            "captions.",
    .types = kTypes,
    .body = &kAnswer}};

constexpr Route kCaptioned{.method = "POST",
                           .path = "/dev/captioned_speech",
                           .group = "Speech",
                           .summary = "Speak a text with the times of its words",
                           .text = "Words are those of the input as it was written.",
                           .query = kQuery,
                           .body = &kBody,
                           .replies = kReplies,
                           .errors = kSwitchedOff};

std::optional<audio::CaptionFormat> wanted_captions(const Request& request) {
  if (const auto format = request.arguments.string("format")) {
    const auto parsed = audio::parse_caption_format(*format);
    return parsed && *parsed != audio::CaptionFormat::json ? std::optional(*parsed) : std::nullopt;
  }
  return accepted_captions(request.headers.find("Accept").value_or(""));
}

}  // namespace

void add_captioned_route(Router& router, const RouteParts& parts) {
  SpeechHandler& speech = parts.speech;
  const SpeechRules& rules = parts.rules;
  router.add(kCaptioned, [&speech, rules](const Request& request, const auto& responder) {
    auto call = read_text_call(request.fields, rules);
    if (!call) return responder->respond(error_response(call.error()));
    const bool timestamps = request.fields.boolean("return_timestamps").value_or(true);
    const auto captions = wanted_captions(request);
    speech.submit(std::move(*call), request, responder,
                  [timestamps, captions](const SpeechCall& made, Responder& to,
                                         HeaderList headers) -> std::unique_ptr<SpeechOutput> {
                    if (captions) return std::make_unique<CaptionDocument>(made, to, *captions, std::move(headers));
                    return std::make_unique<CaptionedOutput>(made, to, timestamps, std::move(headers));
                  });
  });
}

}  // namespace kokoro::server
