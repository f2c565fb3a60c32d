#include "server/routes/routes.hpp"

#include <array>

#include "server/speech/speech_body.hpp"
#include "server/speech/speech_event.hpp"
#include "server/speech/speech_fields.hpp"

namespace kokoro::server {
namespace {

constexpr auto kTypes = audio_types_and(kEventStreamType);
constexpr std::array kSwitchedOff{403};
constexpr std::array kReplies{
    Reply{.text = "The audio in response_format, or events (data: {\"type\": \"speech.audio.delta\", \"audio\"}, then "
                  "speech.audio.done with the usage).",
          .types = kTypes}};

constexpr Route kSpeechRoute{.method = "POST",
                             .path = "/v1/audio/speech",
                             .group = "Speech",
                             .summary = "Speak a text",
                             .text =
                                 "Everything is checked before the first byte. A failure after that breaks the body "
                                 "off; in events it is one of type error.",
                             .body = &kSpeechBody,
                             .replies = kReplies,
                             .errors = kSwitchedOff};

}  // namespace

void add_speech_route(Router& router, const RouteParts& parts) {
  router.add(kSpeechRoute, [&speech = parts.speech](const Request& request, const auto& responder) {
    speech.handle(request, responder);
  });
}

}  // namespace kokoro::server
