#include "server/routes/captioned_route.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

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

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The part before `separator`, which is taken off.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = trim(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::optional<audio::CaptionFormat> wanted_captions(const Request& request) {
  if (const auto format = request.arguments.string("format")) {
    const auto parsed = audio::parse_caption_format(*format);
    return parsed && *parsed != audio::CaptionFormat::json ? std::optional(*parsed) : std::nullopt;
  }
  return accepted_captions(request.headers.find("Accept").value_or(""));
}

}  // namespace

std::optional<audio::CaptionFormat> accepted_captions(std::string_view accept) {
  std::optional<audio::CaptionFormat> best;
  double best_quality = 0;
  while (!accept.empty()) {
    std::string_view item = take_part(accept, ',');
    const std::string type = lower(take_part(item, ';'));
    double quality = 1;
    while (!item.empty()) {
      const std::string parameter = lower(take_part(item, ';'));
      if (parameter.starts_with("q="))
        std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality);
    }
    if (!(quality > best_quality)) continue;
    if (type == "text/vtt") {
      best = audio::CaptionFormat::vtt;
    } else if (type == "application/x-subrip" || type == "application/srt" || type == "text/srt") {
      best = audio::CaptionFormat::srt;
    } else if (type == "application/json" || type == "*/*" || type == "application/*") {
      best = std::nullopt;
    } else {
      continue;
    }
    best_quality = quality;
  }
  return best;
}

void add_captioned_route(Router& router, SpeechHandler& speech, const SpeechRules& rules) {
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
