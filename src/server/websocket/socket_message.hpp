#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "server/http/error_body.hpp"
#include "server/schema/route.hpp"
#include "server/speech/speech_call.hpp"

namespace kokoro::server {

/// GET /v1/audio/stream.
extern const Route kSocketRoute;

/// One message of a client to /v1/audio/stream.
struct SocketMessage {
  enum class Type : std::uint8_t {
    start,   ///< how the utterances from here on are spoken: {"type":"start","voice":…}
    text,    ///< more text: {"type":"text","text":…}
    flush,   ///< what has come is complete
    finish,  ///< the utterance is complete
    cancel   ///< silence: nothing of what has come is spoken any more
  };
  Type type = Type::text;
  std::string text;  ///< of Type::text
  SpeechCall call;   ///< of Type::start, its text empty
};

/// Reads a message; the defaults of `rules` stand for what a `start` does not say. Errors: 400 (no JSON object, an
/// unknown type), 422 (no text), and for `start` those of the same fields in POST /v1/audio/speech.
tl::expected<SocketMessage, HttpError> read_socket_message(std::string_view json, const SpeechRules& rules);

}  // namespace kokoro::server
