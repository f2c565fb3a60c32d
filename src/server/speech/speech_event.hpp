#pragma once

#include <kokoro/speech.hpp>
#include <string>
#include <string_view>

#include "server/http/error_body.hpp"

namespace kokoro::server {

inline constexpr std::string_view kEventStreamType = "text/event-stream";

// Server-sent events of POST /v1/audio/speech with "stream_format": "sse", as OpenAI's API has them: one line
// `data: JSON`, then an empty one.

/// {"type":"speech.audio.delta","audio":"<base64>"}: the next bytes of the encoded stream.
std::string audio_delta_event(std::string_view bytes);

/// {"type":"speech.audio.done","usage":{…}}: input tokens are phoneme tokens, output tokens 25 ms duration frames.
std::string audio_done_event(const SpeechSummary& summary);

/// {"type":"error","error":{…}} with the members of the error body; the stream is broken off behind it.
std::string error_event(const HttpError& error);

}  // namespace kokoro::server
