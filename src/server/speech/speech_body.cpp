#include "server/speech/speech_body.hpp"

#include <array>

#include "server/speech/reading_fields.hpp"
#include "server/speech/speech_fields.hpp"

namespace kokoro::server {
namespace {

constexpr std::array<std::string_view, 2> kStreamFormats{"audio", "sse"};

constexpr std::array kOwnFields{
    Field{.name = "input",
          .text = "The text. Markup in brackets is obeyed: [pause:1s], [rate:1.2], [mark:x].",
          .required = true,
          .example_json = R"("Hello from Kokoro.")",
          .min_length = 1},
    Field{.name = "stream_format",
          .text = "The audio itself, or server-sent events that carry it in base64.",
          .default_json = R"("audio")",
          .choices = kStreamFormats},
    Field{.name = "instructions", .text = "Accepted and not used: the model cannot be told how to speak."},
    kSsmlField,
    kVoiceTagsField,
    Field{.name = "return_timestamps",
          .kind = Kind::boolean,
          .text = "With sse: events of type speech.audio.timestamps between the audio say when each word and each mark "
                  "is reached.",
          .default_json = "false"},
};
constexpr auto kFields = join(kOwnFields, kTextSpeechFields);
constexpr Table kTable{"SpeechRequest", "What is to be said, and how.", kFields};

}  // namespace

constexpr Field kSpeechBody = object_of(kTable);

}  // namespace kokoro::server
