#include "server/openai/speech_call.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/utf8.hpp"
#include "server/openai/field_reader.hpp"
#include "server/openai/model_ids.hpp"
#include "server/openai/voice_expression.hpp"

namespace kokoro::server {
namespace {

constexpr double kMaxVolume = 10.0;

/// Fields of the contract that change the answer and that this version cannot honour: better refused than ignored.
constexpr std::array<std::string_view, 5> kNotYet{"voice_aliases", "return_timing", "return_download_link",
                                                  "download_format", "return_timestamps"};

std::string join_model_ids() {
  std::string out;
  for (const auto& row : kModelIds) out += fmt::format("{}{}", out.empty() ? "" : ", ", row.id);
  return out;
}

void read_model(FieldReader& fields, SpeechRequest& speech) {
  std::optional<ModelVersion> from_model;
  if (const auto model = fields.string("model")) {
    const ModelId* known = find_model_id(*model);
    if (known == nullptr) {
      fields.refuse(400, "invalid_model", fmt::format("unknown model \"{}\": expected {}", *model, join_model_ids()),
                    "model");
      return;
    }
    from_model = known->version;
  }
  speech.version = from_model;
  const auto version = fields.string("version");
  if (!version) return;
  const auto parsed = parse_version(*version);
  if (!parsed) {
    fields.refuse(422, "invalid_choice", fmt::format("version: unknown \"{}\", expected v1.0 or v0.19", *version),
                  "version");
  } else if (from_model && *from_model != *parsed) {
    fields.refuse(400, "version_conflict",
                  fmt::format("version {} conflicts with the model, which is {}", version_name(*parsed),
                              version_name(*from_model)),
                  "version");
  }
  speech.version = parsed;
}

void read_input(FieldReader& fields, SpeechRequest& speech, std::size_t max_input_chars) {
  auto input = fields.string("input");
  if (!input) {
    fields.refuse(422, "missing_field", "input: this field is required", "input");
    return;
  }
  if (input->empty()) fields.refuse(400, "invalid_input", "input: there is nothing to say, the text is empty", "input");
  const std::size_t characters = count_code_points(*input);
  if (characters > max_input_chars) {
    fields.refuse(413, "too_large",
                  fmt::format("input: {} characters, at most {} are allowed", characters, max_input_chars), "input");
  }
  speech.text = std::move(*input);
}

/// A string, or OpenAI's {"id": "…"}.
void read_voice(FieldReader& fields, SpeechRequest& speech) {
  const auto* value = fields.find("voice");
  if (value == nullptr) return;
  if (const auto* object = value->if_object()) {
    const auto* id = object->if_contains("id");
    value = id != nullptr ? id : value;
  }
  const auto* name = value->if_string();
  if (name == nullptr) {
    fields.refuse(422, "invalid_type", "voice: expected a string, or an object with a string \"id\"", "voice");
    return;
  }
  speech.voice.assign(name->data(), name->size());
  if (speech.voice.empty()) fields.refuse(400, "invalid_voice", "voice: the name is empty", "voice");
  if (!is_voice_expression(speech.voice)) {
    fields.refuse(400, "invalid_voice",
                  fmt::format("voice: \"{}\" is neither a name nor a mix such as af_bella(2)+af_sky(.5)", speech.voice),
                  "voice");
  }
}

void read_format(FieldReader& fields, SpeechCall& call) {
  if (const auto name = fields.string("response_format")) {
    const auto format = audio::parse_format(*name);
    if (!format) {
      fields.refuse(422, "invalid_choice", "response_format: " + format.error().message, "response_format");
    } else {
      call.format = *format;
    }
  }
}

/// Events are a stream whatever `stream` says.
void read_delivery(FieldReader& fields, SpeechCall& call) {
  if (const auto stream = fields.boolean("stream"); stream && !*stream) call.delivery = Delivery::whole;
  const auto kind = fields.string("stream_format");
  if (!kind || *kind == "audio") return;
  if (*kind != "sse") {
    fields.refuse(422, "invalid_choice", fmt::format("stream_format: unknown \"{}\", expected audio or sse", *kind),
                  "stream_format");
  }
  call.delivery = Delivery::events;
}

/// {"word": "ipa"}; the slashes around the phonemes may be left out.
void read_lexicon(FieldReader& fields, SpeechRequest& speech) {
  const auto* value = fields.find("lexicon");
  if (value == nullptr) return;
  const auto* object = value->if_object();
  if (object == nullptr) return fields.refuse(422, "invalid_type", "lexicon: expected an object of strings", "lexicon");
  for (const auto& [word, pronunciation] : *object) {
    const auto* ipa = pronunciation.if_string();
    if (ipa == nullptr || ipa->empty()) {
      return fields.refuse(422, "invalid_type", "lexicon: each word needs a string of phonemes", "lexicon");
    }
    const bool slashes = ipa->size() > 2 && ipa->front() == '/' && ipa->back() == '/';
    const std::string phonemes(ipa->data(), ipa->size());
    speech.lexicon.emplace_back(std::string(word), slashes ? phonemes : '/' + phonemes + '/');
  }
}

void refuse_unavailable(FieldReader& fields) {
  for (const auto name : kNotYet) {
    const auto* value = fields.find(name);
    if (value == nullptr || (value->is_bool() && !value->get_bool())) continue;
    const bool empty =
        (value->is_object() && value->get_object().empty()) || (value->is_string() && value->get_string().empty());
    if (!empty) fields.refuse(400, "unsupported", fmt::format("{}: this field is not available", name), name);
  }
}

}  // namespace

tl::expected<SpeechCall, HttpError> parse_speech_call(std::string_view body, std::size_t max_input_chars) {
  const auto document = parse_json(body);
  if (!document) {
    return tl::unexpected(make_http_error(400, "invalid_json", document.error().message));
  }
  const auto* object = document->if_object();
  if (object == nullptr) {
    return tl::unexpected(make_http_error(422, "invalid_type", "the body must be a JSON object"));
  }
  FieldReader fields(*object);
  SpeechCall call;
  read_model(fields, call.speech);
  read_input(fields, call.speech, max_input_chars);
  read_voice(fields, call.speech);
  read_format(fields, call);
  read_delivery(fields, call);
  if (const auto speed = fields.number("speed", 0.25, 4.0)) call.speech.speed = static_cast<float>(*speed);
  if (const auto volume = fields.number("volume_multiplier", 0.0, kMaxVolume)) {
    call.volume = static_cast<float>(*volume);
  }
  read_lexicon(fields, call.speech);
  // Voices are changed inside a text only where the client says that they may be.
  const auto tags = fields.boolean("allow_voice_tags");
  call.speech.voice_tags = tags.value_or(false);
  if (fields.boolean("ssml").value_or(false)) call.speech.format = TextFormat::ssml;
  if (auto language = fields.string("lang_code")) call.speech.language = std::move(*language);
  if (const auto seed = fields.unsigned_integer("seed")) call.speech.seed = *seed;
  fields.string("instructions");  // accepted: the model has no use for it
  refuse_unavailable(fields);
  if (fields.error()) return tl::unexpected(*fields.error());
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
