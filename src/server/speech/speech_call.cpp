#include "server/speech/speech_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "engine/voice_alias.hpp"
#include "server/json/json.hpp"
#include "server/speech/model_ids.hpp"
#include "server/speech/reading_fields.hpp"
#include "server/speech/voice_expression.hpp"

namespace kokoro::server {
namespace {

constexpr std::size_t kLongestAliasBytes = 100;

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

HttpError not_a_voice(const std::string& field, const std::string& voice) {
  return make_http_error(
      400, "invalid_voice",
      fmt::format("{}: \"{}\" is neither a name nor a mix such as af_bella(2)+af_sky(.5)", field, voice), field);
}

/// A string, or OpenAI's {"id": "…"}: a voice, or one of the request's aliases, whose names may have any letters.
std::optional<HttpError> read_voice(const Fields& fields, SpeechRequest& speech) {
  const auto object = fields.object("voice");
  speech.voice = (object ? object->string("id") : fields.string("voice")).value_or("");
  if (is_voice_expression(speech.voice) || engine::find_alias(speech, speech.voice) != nullptr) return std::nullopt;
  return not_a_voice("voice", speech.voice);
}

/// Whether [voice:name] can hold it.
bool is_alias_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestAliasBytes &&
         std::ranges::none_of(name, [](unsigned char c) { return c < ' ' || c == '[' || c == ']'; });
}

/// {"name": "voice"} or {"name": {"voice", "rate"}}.
std::optional<HttpError> read_aliases(const Fields& fields, SpeechRequest& speech) {
  const auto* aliases = fields.find("voice_aliases");
  if (aliases == nullptr) return std::nullopt;
  for (const auto& [key, target] : aliases->get_object()) {
    if (!is_alias_name(key)) {
      return make_http_error(
          400, "invalid_voice",
          fmt::format("voice_aliases: a name has 1 to {} bytes, no brackets and no line breaks", kLongestAliasBytes),
          "voice_aliases");
    }
    const auto* object = target.if_object();
    const auto& voice = (object == nullptr ? target : object->at("voice")).get_string();
    const double rate = object == nullptr ? 1.0 : object->at("rate").to_number<double>();
    VoiceAlias alias{std::string(key), std::string(voice.data(), voice.size()), static_cast<float>(rate)};
    if (!is_voice_expression(alias.voice)) {
      return not_a_voice(fmt::format("voice_aliases.{}", alias.name), alias.voice);
    }
    speech.voice_aliases.push_back(std::move(alias));
  }
  return std::nullopt;
}

/// A copy, and a file of its times beside it.
void read_download(const Fields& fields, SpeechCall& call) {
  if (!fields.boolean("return_download_link").value_or(false)) return;
  const auto other = audio::parse_format(fields.string("download_format").value_or(""));
  call.download = other ? *other : call.format;
  call.timing_file = fields.boolean("return_timing").value_or(false);
}

}  // namespace

std::optional<HttpError> check_length(const SpeechCall& call, const SpeechRules& rules) {
  const std::size_t characters = count_code_points(call.speech.text);
  if (characters <= rules.max_input_chars) return std::nullopt;
  return make_http_error(
      413, "too_large",
      fmt::format("{}: {} characters, at most {} are allowed", call.text_field, characters, rules.max_input_chars),
      std::string(call.text_field));
}

tl::expected<SpeechCall, HttpError> read_speech_call(const Fields& fields, const SpeechRules& rules) {
  auto call = read_text_call(fields, rules);
  // Events are a stream whatever `stream` says.
  if (call && fields.string("stream_format") == "sse") call->delivery = Delivery::events;
  if (call) call->timestamps = fields.boolean("return_timestamps").value_or(false);
  if (call && call->timestamps && call->delivery != Delivery::events) {
    return tl::unexpected(make_http_error(400, "unsupported",
                                          "return_timestamps: times come as events, so stream_format must be sse",
                                          "return_timestamps"));
  }
  return call;
}

tl::expected<SpeechCall, HttpError> read_text_call(const Fields& fields, const SpeechRules& rules) {
  SpeechCall call;
  call.speech.text = fields.string("input").value_or("");
  if (auto wrong = read_shared_fields(fields, rules, call)) return tl::unexpected(std::move(*wrong));
  // Voices are changed inside a text only where the client says that they may be.
  call.speech.voice_tags = fields.boolean("allow_voice_tags").value_or(false);
  const bool ssml = fields.boolean("ssml").value_or(false);
  if (ssml) call.speech.format = TextFormat::ssml;
  if (auto refused = check_switches(call.speech.voice_tags, ssml, rules)) return tl::unexpected(std::move(*refused));
  return call;
}

std::optional<HttpError> check_switches(bool voice_tags, bool ssml, const SpeechRules& rules) {
  const auto off = [](std::string_view field, std::string_view setting) {
    return make_http_error(403, "switched_off",
                           fmt::format("{}: this is switched off: the server's setting {} allows it", field, setting),
                           std::string(field));
  };
  if (voice_tags && !rules.voice_tags) return off("allow_voice_tags", "allow_voice_tags");
  if (ssml && !rules.ssml) return off("ssml", "allow_ssml");
  return std::nullopt;
}

std::optional<HttpError> read_shared_fields(const Fields& fields, const SpeechRules& rules, SpeechCall& call) {
  const SpeechDefaults& defaults = rules.defaults;
  SpeechRequest& speech = call.speech;
  call.max_answer_bytes = rules.max_answer_bytes;
  if (auto wrong = read_model(fields, speech)) return wrong;
  if (auto wrong = check_length(call, rules)) return wrong;
  if (auto wrong = read_aliases(fields, speech)) return wrong;
  if (auto wrong = read_voice(fields, speech)) return wrong;
  const auto format = audio::parse_format(fields.string("response_format").value_or(""));
  call.format = format ? *format : defaults.format;
  call.delivery = fields.boolean("stream").value_or(true) ? Delivery::bytes : Delivery::whole;
  call.volume = static_cast<float>(fields.number("volume_multiplier").value_or(defaults.volume));
  speech.speed = static_cast<float>(fields.number("speed").value_or(defaults.speed));
  speech.language = fields.string("lang_code").value_or(defaults.language);
  speech.seed = fields.unsigned_integer("seed").value_or(0);
  speech.silence = defaults.silence;
  const auto read_ms = [&fields](std::string_view name, std::optional<int>& ms) {
    if (const auto given = fields.unsigned_integer(name)) ms = static_cast<int>(*given);
  };
  read_ms("edge_silence_ms", speech.silence.edge_ms);
  read_ms("sentence_gap_ms", speech.silence.sentence_ms);
  read_ms("paragraph_gap_ms", speech.silence.paragraph_ms);
  call.loudness_lufs = defaults.loudness_lufs;
  if (const auto lufs = fields.number("loudness_lufs")) {
    call.loudness_lufs = *lufs < 0 ? std::optional(*lufs) : std::nullopt;
  }
  speech.lexicon = read_lexicon(fields);
  speech.normalization = read_normalization(fields);
  read_download(fields, call);
  return std::nullopt;
}

HttpError speech_error(const Error& error, std::string_view text_field) {
  HttpError out = to_http_error(error);
  if (out.param == "text") out.param = text_field;
  if (out.param == "language") out.param = "lang_code";
  if (error.code == ErrorCode::not_found) {
    const bool named = out.param == "voice" || out.param == "lang_code" || out.param == text_field;
    const std::string code = out.param == "voice" ? "invalid_voice" : "invalid_language";
    if (out.param == "voice") out.message += ": GET /v1/audio/voices lists them";
    return named ? make_http_error(400, code, out.message, out.param)
                 : make_http_error(503, "model_missing", out.message, out.param);
  }
  return out;
}

}  // namespace kokoro::server
