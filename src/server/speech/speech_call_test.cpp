#include "server/speech/speech_call.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/speech/model_ids.hpp"
#include "server/speech/speech_body.hpp"
#include "server/speech/voice_expression.hpp"

namespace kokoro::server {
namespace {

constexpr std::size_t kLimit = 20;

tl::expected<SpeechCall, HttpError> parse(std::string_view body) {
  return read_body(body, kSpeechBody).and_then([](const Fields& fields) {
    return read_speech_call(fields, SpeechRules{kLimit});
  });
}

TEST(SpeechCall, TakesMarkupAndLexicon) {
  const auto call = parse(R"({"input":"Hi.","ssml":true,"allow_voice_tags":true,"lexicon":{"a":"b","c":"/d/"}})");
  ASSERT_TRUE(call.has_value()) << call.error().message;
  EXPECT_EQ(call->speech.format, TextFormat::ssml);
  EXPECT_TRUE(call->speech.voice_tags);
  const std::vector<LexiconEntry> expected{{"a", "/b/"}, {"c", "/d/"}};
  EXPECT_EQ(call->speech.lexicon, expected);
  EXPECT_FALSE(parse(R"({"input":"Hi."})")->speech.voice_tags);
}

TEST(SpeechCall, DefaultsHoldForAbsentAndNullFields) {
  for (const auto* body :
       {R"({"input":"Hi."})",
        R"({"input":"Hi.","model":null,"version":null,"voice":null,"response_format":null,"speed":null,
                               "lang_code":null,"seed":null,"stream":null,"instructions":null,"volume_multiplier":null,
                               "stream_format":null,"ssml":false,"lexicon":{},"unknown":[1]})"}) {
    const auto call = parse(body);
    ASSERT_TRUE(call.has_value()) << call.error().message;
    EXPECT_EQ(call->speech.text, "Hi.");
    EXPECT_EQ(call->speech.voice, "");
    EXPECT_EQ(call->speech.language, "");
    EXPECT_FALSE(call->speech.version.has_value());
    EXPECT_EQ(call->speech.speed, 1.0F);
    EXPECT_EQ(call->speech.seed, 0U);
    EXPECT_EQ(call->format, audio::Format::mp3);
    EXPECT_EQ(call->delivery, Delivery::bytes);
    EXPECT_EQ(call->volume, 1.0F);
  }
}

TEST(SpeechCall, ReadsEveryField) {
  const std::string voice = "af_bella(2)+af_sky-am_adam(.5)";
  const auto call =
      parse(R"({"model":"kokoro-v0_19","version":"v0.19","input":"Hé","voice":{"id":")" + voice +
            R"("},"response_format":"PCM","speed":2,"lang_code":"b","seed":18446744073709551615,"stream":false,
          "instructions":"calm","volume_multiplier":0.5,"stream_format":"audio"})");
  ASSERT_TRUE(call.has_value()) << call.error().message;
  EXPECT_EQ(call->speech.version, ModelVersion::v0_19);
  EXPECT_EQ(call->speech.text, "Hé");
  EXPECT_EQ(call->speech.voice, voice);
  EXPECT_EQ(call->speech.speed, 2.0F);
  EXPECT_EQ(call->speech.language, "b");
  EXPECT_EQ(call->speech.seed, 18446744073709551615U);
  EXPECT_EQ(call->format, audio::Format::pcm);
  EXPECT_EQ(call->delivery, Delivery::whole);
  EXPECT_EQ(call->volume, 0.5F);
}

struct Wrong {
  const char* fields;  ///< behind "input":"Hi."
  int status;
  const char* code;
  const char* param;
};

class WrongFields : public testing::TestWithParam<Wrong> {};

TEST_P(WrongFields, AreNamed) {
  const auto& wrong = GetParam();
  const auto call = parse(std::string(R"({"input":"Hi.",)") + wrong.fields + "}");
  ASSERT_FALSE(call.has_value());
  EXPECT_EQ(call.error().status, wrong.status) << call.error().message;
  EXPECT_EQ(call.error().code, wrong.code) << call.error().message;
  EXPECT_EQ(call.error().param, wrong.param);
  EXPECT_NE(call.error().message.find(wrong.param), std::string::npos) << call.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongFields,
    testing::Values(
        Wrong{R"("model":"gpt-4")", 400, "invalid_model", "model"}, Wrong{R"("model":3)", 422, "invalid_type", "model"},
        Wrong{R"("model":"kokoro-v0_19","version":"v1.0")", 400, "version_conflict", "version"},
        Wrong{R"("version":"v2")", 422, "invalid_choice", "version"},
        Wrong{R"("voice":7)", 422, "invalid_type", "voice"},
        Wrong{R"("voice":{"name":"a"})", 422, "missing_field", "voice.id"},
        Wrong{R"("voice":{"id":1})", 422, "invalid_type", "voice.id"},
        Wrong{R"("voice":{"id":""})", 400, "invalid_id", "voice.id"},
        Wrong{R"("voice":"")", 400, "invalid_voice", "voice"},
        Wrong{R"("voice":"../../etc/passwd")", 400, "invalid_voice", "voice"},
        Wrong{R"("voice":"secret.pt")", 400, "invalid_voice", "voice"},
        Wrong{R"("response_format":"wma")", 422, "invalid_choice", "response_format"},
        Wrong{R"("response_format":["wav"])", 422, "invalid_type", "response_format"},
        Wrong{R"("stream_format":true)", 422, "invalid_type", "stream_format"},
        Wrong{R"("stream_format":"ws")", 422, "invalid_choice", "stream_format"},
        Wrong{R"("speed":0.2)", 422, "out_of_range", "speed"}, Wrong{R"("speed":4.01)", 422, "out_of_range", "speed"},
        Wrong{R"("speed":"1")", 422, "invalid_type", "speed"}, Wrong{R"("speed":true)", 422, "invalid_type", "speed"},
        Wrong{R"("volume_multiplier":-1)", 422, "out_of_range", "volume_multiplier"},
        Wrong{R"("lang_code":5)", 422, "invalid_type", "lang_code"}, Wrong{R"("seed":-1)", 422, "out_of_range", "seed"},
        Wrong{R"("seed":1.5)", 422, "invalid_type", "seed"},
        Wrong{R"("seed":18446744073709551616)", 422, "invalid_type", "seed"},
        Wrong{R"("stream":"yes")", 422, "invalid_type", "stream"},
        Wrong{R"("instructions":{})", 422, "invalid_type", "instructions"},
        Wrong{R"("return_timestamps":true)", 400, "unsupported", "return_timestamps"},
        Wrong{R"("voice_aliases":{"a":"../x"})", 400, "invalid_voice", "voice_aliases.a"},
        Wrong{R"("voice_aliases":{"a":{"rate":1}})", 422, "missing_field", "voice_aliases.a.voice"},
        Wrong{R"("voice_aliases":{"a":{"voice":"b","rate":9}})", 422, "out_of_range", "voice_aliases.a.rate"},
        Wrong{R"("voice_aliases":["a"])", 422, "invalid_type", "voice_aliases"},
        Wrong{R"("normalization_options":{"normalize":1})", 422, "invalid_type", "normalization_options.normalize"},
        Wrong{R"("normalization_options":{"code":"run"})", 422, "invalid_choice", "normalization_options.code"},
        Wrong{R"("lexicon":{"a":{"noun":1}})", 422, "invalid_type", "lexicon.a.noun"},
        Wrong{R"("lexicon":{"a":1})", 422, "invalid_type", "lexicon.a"}));

TEST(SpeechCall, TakesPartsOfSpeechAndOptionsOfNormalization) {
  const auto call = parse(
      R"({"input":"Hi.","lexicon":{"lead":{"noun":"lˈɛd","VB":"/lˈid/"}},
          "normalization_options":{"url_normalization":false,"emoji":"name","code":"skip","latex":null}})");
  ASSERT_TRUE(call.has_value()) << call.error().message;
  const std::vector<LexiconEntry> expected{{"lead", "/lˈɛd/", "", "noun"}, {"lead", "/lˈid/", "", "VB"}};
  EXPECT_EQ(call->speech.lexicon, expected);
  NormalizationOptions options;
  options.url_normalization = false;
  options.emoji = NormalizationOptions::Emoji::name;
  options.code = NormalizationOptions::Code::skip;
  EXPECT_EQ(call->speech.normalization, options);
  EXPECT_EQ(parse(R"({"input":"Hi."})")->speech.normalization, NormalizationOptions());
}

TEST(SpeechCall, TakesAliasesOfVoices) {
  const auto call =
      parse(R"({"input":"Hi.","voice_aliases":{"a":"af_x+af_y","b":{"voice":"am_z","rate":0.5},"c":{"voice":"v"}}})");
  ASSERT_TRUE(call.has_value()) << call.error().message;
  const auto& aliases = call->speech.voice_aliases;
  ASSERT_EQ(aliases.size(), 3U);
  EXPECT_EQ(aliases[0].name, "a");
  EXPECT_EQ(aliases[0].voice, "af_x+af_y");
  EXPECT_EQ(aliases[0].rate, 1.0F);
  EXPECT_EQ(aliases[1].voice, "am_z");
  EXPECT_EQ(aliases[1].rate, 0.5F);
  EXPECT_EQ(aliases[2].rate, 1.0F);
}

TEST(SpeechCall, TimesComeWithEvents) {
  EXPECT_TRUE(parse(R"({"input":"Hi.","stream_format":"sse","return_timestamps":true})")->timestamps);
  EXPECT_FALSE(parse(R"({"input":"Hi.","stream_format":"sse"})")->timestamps);
}

TEST(SpeechCall, EventsAreAStreamWhateverStreamSays) {
  for (const auto* fields : {"", R"("stream":true,)", R"("stream":false,)"}) {
    const auto call = parse(fmt::format(R"({{"input":"Hi.",{}"stream_format":"sse"}})", fields));
    EXPECT_EQ(call->delivery, Delivery::events) << fields;
  }
}

TEST(SpeechCall, WrongBodies) {
  const auto status = [](const std::string& body) { return parse(body).error().status; };
  EXPECT_EQ(status("{"), 400);
  EXPECT_EQ(status("[]"), 422);
  EXPECT_EQ(status("{}"), 422);
  EXPECT_EQ(status(R"({"input":null})"), 422);
  EXPECT_EQ(status(R"({"input":5})"), 422);
  EXPECT_EQ(status(R"({"input":""})"), 400);
  EXPECT_EQ(status(R"({"input":"é23456789012345678901"})"), 413);
  EXPECT_TRUE(parse(R"({"input":"é2345678901234567890"})").has_value());
}

TEST(SpeechError, SpeaksOfTheRequestsFields) {
  const auto voice = speech_error(Error{ErrorCode::not_found, "no voice 'x'", "3 voices are there", "voice"});
  EXPECT_EQ(voice.status, 400);
  EXPECT_EQ(voice.code, "invalid_voice");
  EXPECT_EQ(voice.message, "no voice 'x'; 3 voices are there: GET /v1/audio/voices lists them");
  const auto language = speech_error(Error{ErrorCode::not_found, "no language 'x'", {}, "language"});
  EXPECT_EQ(language.status, 400);
  EXPECT_EQ(language.param, "lang_code");
  const auto text = speech_error(Error{ErrorCode::invalid_input, "empty", {}, "text"});
  EXPECT_EQ(text.status, 400);
  EXPECT_EQ(text.param, "input");
  const auto model = speech_error(Error{ErrorCode::not_found, "no v0.19 model", {}, "version"});
  EXPECT_EQ(model.status, 503);
  EXPECT_EQ(model.code, "model_missing");
}

TEST(VoiceExpression, LetsNamesAndMixesThroughOnly) {
  for (const auto* good : {"af_heart", "af_bella(2) + af_sky - am_adam(.5)", "alloy", "a(1e-3)", "a+b", "zf_001"}) {
    EXPECT_TRUE(is_voice_expression(good)) << good;
  }
  for (const auto* bad : {"a.pt", "/a", "a/b", "..", "a\\b", "(a.pt", "a(x.bin)", "a\n", "é", "a,b", "~"}) {
    EXPECT_FALSE(is_voice_expression(bad)) << bad;
  }
}

TEST(ModelIds, AreKnownByName) {
  for (const auto& model : kModelIds) EXPECT_EQ(find_model_id(model.id), &model);
  EXPECT_EQ(find_model_id("kokoro-v1_0")->version, ModelVersion::v1_0);
  EXPECT_FALSE(find_model_id("tts-1")->version.has_value());
  EXPECT_EQ(find_model_id("TTS-1"), nullptr);
  EXPECT_EQ(find_model_id(""), nullptr);
}

}  // namespace
}  // namespace kokoro::server
