#pragma once

#include <kokoro/speech.hpp>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "base/audio_format.hpp"
#include "server/http/error_body.hpp"
#include "server/schema/fields.hpp"
#include "server/speech/speech_defaults.hpp"

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
  std::optional<double> loudness_lufs;             ///< nothing: as the model speaks
  std::optional<audio::Format> download;           ///< a copy is kept for GET /v1/download, in this format
  bool timing_file = false;                        ///< and beside it a JSON file of what is said when
  std::string_view text_field = "input";           ///< what errors about the text name
  std::size_t max_answer_bytes = ~std::size_t{0};  ///< of an answer that is sent as a whole
  bool timestamps = false;                         ///< events tell when words and marks are reached
};

/// Reads a body that was checked against kSpeechBody. Errors, each naming the field: 400 (conflicting version, a voice
/// that is no voice expression), 413 (input too long).
tl::expected<SpeechCall, HttpError> read_speech_call(const Fields& fields, const SpeechRules& rules);

/// The same of a body without stream_format.
tl::expected<SpeechCall, HttpError> read_text_call(const Fields& fields, const SpeechRules& rules);

/// The same of a body with kTextSpeechFields, for a text that came in another field, `call.text_field`: its length is
/// checked, all other fields are read into `call`.
std::optional<HttpError> read_shared_fields(const Fields& fields, const SpeechRules& rules, SpeechCall& call);

/// 413 for a text that is too long. Part of read_shared_fields().
std::optional<HttpError> check_length(const SpeechCall& call, const SpeechRules& rules);

/// 403 for what the server's settings do not allow: voice tags, SSML. Part of read_text_call().
std::optional<HttpError> check_switches(bool voice_tags, bool ssml, const SpeechRules& rules);

/// An error of the engine about a call, under the names of the request's fields; the text came in `text_field`. What
/// the client named and does not exist is 400; a model that is not installed is 503.
HttpError speech_error(const Error& error, std::string_view text_field = "input");

}  // namespace kokoro::server
