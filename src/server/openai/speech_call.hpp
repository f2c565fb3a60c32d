#pragma once

#include <kokoro/speech.hpp>
#include <tl/expected.hpp>

#include "audio/format.hpp"
#include "server/contract/fields.hpp"
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

/// Reads a body that was checked against kSpeechBody. Errors, each naming the field: 400 (conflicting version, a voice
/// that is no voice expression), 413 (input too long).
tl::expected<SpeechCall, HttpError> read_speech_call(const Fields& fields, std::size_t max_input_chars);

/// An error of the engine about this call, under the names of the request's fields. What the client named and does not
/// exist is 400; a model that is not installed is 503.
HttpError speech_error(const Error& error);

}  // namespace kokoro::server
