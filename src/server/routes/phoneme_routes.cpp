#include "server/routes/routes.hpp"

#include <array>
#include <utility>

#include "server/http/json_response.hpp"
#include "server/json/json.hpp"
#include "server/scheduling/answer_job.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_delivery.hpp"
#include "server/speech/speech_fields.hpp"

namespace kokoro::server {
namespace {

constexpr std::array kPhonemizeFields{
    Field{.name = "text",
          .text = "The text, with markup in brackets.",
          .required = true,
          .example_json = R"("Hello world.")",
          .min_length = 1},
    Field{.name = "language",
          .text = "a, b, e, f, h, i, j, p, z, or a tag such as en-us.",
          .default_json = R"("a")",
          .max_length = 35},
    kVersionField,
    kLexiconField,
    kNormalizationField,
    kSsmlField,
};
constexpr Table kPhonemizeTable{"PhonemeRequest", "A text to be read.", kPhonemizeFields};
constexpr Field kPhonemizeBody = object_of(kPhonemizeTable);

constexpr Field kToken{.kind = Kind::integer, .required = true};
constexpr std::array kPhonemesFields{
    Field{.name = "phonemes", .text = "Of the whole text.", .required = true, .example_json = R"("həlˈO wˈɜɹld.")"},
    Field{.name = "tokens",
          .kind = Kind::array,
          .text = "The model's ids of the phonemes, with a 0 at each end.",
          .required = true,
          .items = &kToken},
};
constexpr Table kPhonemesTable{"PhonemeResponse", "How the text is said.", kPhonemesFields};
constexpr Field kPhonemes = object_of(kPhonemesTable);
constexpr std::array kSwitchedOff{403};
constexpr std::array kPhonemizeReplies{Reply{.text = "The phonemes", .body = &kPhonemes}};

constexpr Route kPhonemize{.method = "POST",
                           .path = "/dev/phonemize",
                           .group = "Phonemes",
                           .summary = "Turn a text into phonemes",
                           .text = "Touches neither a voice nor a model.",
                           .body = &kPhonemizeBody,
                           .replies = kPhonemizeReplies,
                           .errors = kSwitchedOff};

/// Phonemes have always come as WAV.
constexpr auto kGenerateShared = [] {
  auto fields = kTextSpeechFields;
  for (auto& field : fields) {
    if (field.name == kFormatField.name) field.default_json = R"("wav")";
  }
  return fields;
}();
constexpr std::array kGenerateOwn{
    Field{.name = "phonemes",
          .text = "What to say, in the model's phonemes; more than 510 of them are spoken in parts.",
          .required = true,
          .example_json = R"("həlˈO wˈɜɹld.")",
          .min_length = 1},
};
constexpr auto kGenerateFields = join(kGenerateOwn, kGenerateShared);
constexpr Table kGenerateTable{"GenerateFromPhonemesRequest", "Phonemes to be said.", kGenerateFields};
constexpr Field kGenerateBody = object_of(kGenerateTable);
constexpr std::array kGenerateReplies{Reply{.text = "The audio in response_format.", .types = audio::kContentTypes}};

constexpr Route kGenerate{.method = "POST",
                          .path = "/dev/generate_from_phonemes",
                          .group = "Phonemes",
                          .summary = "Speak phonemes",
                          .body = &kGenerateBody,
                          .replies = kGenerateReplies};

/// Of the space between two chunks, in the alphabets of both published models.
constexpr int kSpaceToken = 16;

/// The phonemes of all chunks, and their ids, joined as the phonemes are.
Response phonemes_response(const std::vector<PhonemeChunk>& chunks) {
  std::string phonemes;
  boost::json::array tokens{0};
  for (const auto& chunk : chunks) {
    if (!phonemes.empty()) {
      phonemes += ' ';
      tokens.emplace_back(kSpaceToken);
    }
    phonemes += chunk.phonemes;
    tokens.insert(tokens.end(), chunk.ids.begin(), chunk.ids.end());
  }
  tokens.emplace_back(0);
  return json_response({{"phonemes", phonemes}, {"tokens", std::move(tokens)}});
}

}  // namespace

void add_phoneme_routes(Router& router, const RouteParts& parts) {
  SpeechEngine& engine = parts.engine;
  Scheduler& scheduler = parts.scheduler;
  SpeechHandler& speech = parts.speech;
  const SpeechRules& rules = parts.rules;
  router.add(kPhonemize, [&engine, &scheduler, rules](const Request& request, const auto& responder) {
    const Fields& fields = request.fields;
    SpeechCall call;
    call.text_field = "text";
    call.speech.text = fields.string("text").value_or("");
    call.speech.language = fields.string("language").value_or("");
    call.speech.version = parse_version(fields.string("version").value_or(""));
    if (fields.boolean("ssml").value_or(false)) call.speech.format = TextFormat::ssml;
    call.speech.lexicon = read_lexicon(fields);
    call.speech.normalization = read_normalization(fields);
    if (auto refused = check_switches(false, call.speech.format == TextFormat::ssml, rules))
      return responder->respond(error_response(*refused));
    if (auto wrong = check_length(call, rules)) return responder->respond(error_response(*wrong));
    answer_in_turns(scheduler, request.client, responder, [&engine, call, id = request.id](const CancelToken& cancel) {
      const auto chunks = engine.phonemize(call.speech, cancel);
      if (chunks) return phonemes_response(*chunks);
      log_hidden(chunks.error(), id);
      HttpError error = speech_error(chunks.error(), "text");
      if (error.param == "lang_code") error.param = "language";
      return error_response(error);
    });
  });
  router.add(kGenerate, [&speech, rules](const Request& request, const auto& responder) {
    SpeechCall call;
    call.text_field = "phonemes";
    call.speech.text = request.fields.string("phonemes").value_or("");
    call.speech.text_is_phonemes = true;
    if (auto wrong = read_shared_fields(request.fields, rules, call)) {
      return responder->respond(error_response(*wrong));
    }
    speech.submit(std::move(call), request, responder, deliver_audio);
  });
}

}  // namespace kokoro::server
