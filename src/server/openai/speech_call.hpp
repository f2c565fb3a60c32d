#pragma once

#include <kokoro/speech.hpp>
#include <string_view>
#include <tl/expected.hpp>

#include "audio/format.hpp"
#include "server/http/error_body.hpp"

namespace kokoro::server {

/// How the audio reaches the client.
enum class Delivery {
  bytes,   ///< in pieces as they are ready
  events,  ///< the same as server-sent events
  whole    ///< at once, with its length and true headers
};

/// A body of POST /v1/audio/speech, read and checked as far as that is possible without the engine.
struct SpeechCall {
  SpeechRequest speech;
  audio::Format format = audio::Format::mp3;
  Delivery delivery = Delivery::bytes;
  float volume = 1.0F;
};

/// Reads a JSON body. Where a field is absent or null its default holds; fields nobody knows are ignored.
/// Errors: 400 (no JSON, unknown model, conflicting version, what this build cannot do), 413 (input too long),
/// 422 (wrong type, out of bounds, unknown choice), each naming the field.
tl::expected<SpeechCall, HttpError> parse_speech_call(std::string_view body, std::size_t max_input_chars);

/// An error of the engine about this call, under the names of the request's fields. What the client named and does not
/// exist is 400; a model that is not installed is 503.
HttpError speech_error(const Error& error);

}  // namespace kokoro::server
