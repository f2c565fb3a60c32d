#include "server/openai/speech_call.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/utf8.hpp"
#include "server/json.hpp"
#include "server/openai/model_ids.hpp"
#include "server/openai/voice_expression.hpp"

namespace kokoro::server {
namespace {

std::optional<HttpError> read_model(const Fields& fields, SpeechRequest& speech) {
  const ModelId* model = find_model_id(fields.string("model").value_or(""));
  if (model != nullptr) speech.version = model->version;
  const auto version = parse_version(fields.string("version").value_or(""));
  if (!version) return std::nullopt;
  if (speech.version && *speech.version != *version) {
    return make_http_error(400, "version_conflict",
                           fmt::format("version {} conflicts with the model, which is {}", version_name(*version),
                                       version_name(*speech.version)),
                           "version");
  }
  speech.version = version;
  return std::nullopt;
}

std::optional<HttpError> read_input(const Fields& fields, SpeechRequest& speech, std::size_t max_input_chars) {
  speech.text = fields.string("input").value_or("");
  const std::size_t characters = count_code_points(speech.text);
  if (characters <= max_input_chars) return std::nullopt;
  return make_http_error(413, "too_large",
                         fmt::format("input: {} characters, at most {} are allowed", characters, max_input_chars),
                         "input");
}

/// A string, or OpenAI's {"id": "…"}.
std::optional<HttpError> read_voice(const Fields& fields, SpeechRequest& speech) {
  const auto object = fields.object("voice");
  speech.voice = (object ? object->string("id") : fields.string("voice")).value_or("");
  if (is_voice_expression(speech.voice)) return std::nullopt;
  return make_http_error(
      400, "invalid_voice",
      fmt::format("voice: \"{}\" is neither a name nor a mix such as af_bella(2)+af_sky(.5)", speech.voice), "voice");
}

/// Events are a stream whatever `stream` says.
Delivery read_delivery(const Fields& fields) {
  if (fields.string("stream_format") == "sse") return Delivery::events;
  return fields.boolean("stream").value_or(true) ? Delivery::bytes : Delivery::whole;
}

/// {"word": "ipa"}; the slashes around the phonemes may be left out.
void read_lexicon(const Fields& fields, SpeechRequest& speech) {
  const auto* value = fields.find("lexicon");
  if (value == nullptr) return;
  for (const auto& [word, pronunciation] : value->get_object()) {
    const auto& ipa = pronunciation.get_string();
    const bool slashes = ipa.size() > 2 && ipa.front() == '/' && ipa.back() == '/';
    const std::string phonemes(ipa.data(), ipa.size());
    speech.lexicon.push_back({std::string(word), slashes ? phonemes : '/' + phonemes + '/'});
  }
}

}  // namespace

tl::expected<SpeechCall, HttpError> read_speech_call(const Fields& fields, std::size_t max_input_chars) {
  SpeechCall call;
  SpeechRequest& speech = call.speech;
  if (auto wrong = read_model(fields, speech)) return tl::unexpected(std::move(*wrong));
  if (auto wrong = read_input(fields, speech, max_input_chars)) return tl::unexpected(std::move(*wrong));
  if (auto wrong = read_voice(fields, speech)) return tl::unexpected(std::move(*wrong));
  if (const auto format = audio::parse_format(fields.string("response_format").value_or(""))) call.format = *format;
  call.delivery = read_delivery(fields);
  call.volume = static_cast<float>(fields.number("volume_multiplier").value_or(1.0));
  speech.speed = static_cast<float>(fields.number("speed").value_or(1.0));
  speech.language = fields.string("lang_code").value_or("");
  speech.seed = fields.unsigned_integer("seed").value_or(0);
  // Voices are changed inside a text only where the client says that they may be.
  speech.voice_tags = fields.boolean("allow_voice_tags").value_or(false);
  if (fields.boolean("ssml").value_or(false)) speech.format = TextFormat::ssml;
  read_lexicon(fields, speech);
  return call;
}

HttpError speech_error(const Error& error) {
  HttpError out = to_http_error(error);
  if (out.param == "text") out.param = "input";
  if (out.param == "language") out.param = "lang_code";
  if (error.code == ErrorCode::not_found) {
    const bool named = out.param == "voice" || out.param == "lang_code" || out.param == "input";
    const std::string code = out.param == "voice" ? "invalid_voice" : "invalid_language";
    return named ? make_http_error(400, code, out.message, out.param)
                 : make_http_error(503, "model_missing", out.message, out.param);
  }
  return out;
}

}  // namespace kokoro::server
