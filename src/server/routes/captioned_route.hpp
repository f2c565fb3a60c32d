#pragma once

#include <optional>
#include <string_view>

#include "audio/captions.hpp"
#include "server/http/router.hpp"
#include "server/speech/speech_handler.hpp"

namespace kokoro::server {

/// POST /dev/captioned_speech: audio with the times of its words, or captions. `speech` must outlive the router.
void add_captioned_route(Router& router, SpeechHandler& speech, const SpeechRules& rules);

/// The captions that an Accept header prefers to JSON: text/vtt, application/x-subrip. Nothing for JSON, which is also
/// what a header means that names none of them.
std::optional<audio::CaptionFormat> accepted_captions(std::string_view accept);

}  // namespace kokoro::server
