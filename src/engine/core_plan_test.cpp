#include <gmock/gmock.h>

#include "engine/core_for_test.hpp"

/// Texts as the engine plans them: in chunks, with the front end of each language, before and while they are spoken.
namespace kokoro::engine {
namespace {

using testing::HasSubstr;

TEST_F(CoreTest, QuietModeTouchesNoModel) {
  auto wanted = request("ab de. fi.");
  wanted.version = ModelVersion::v0_19;
  const auto quiet = core.phonemize(wanted, {});
  ASSERT_TRUE(quiet);
  ASSERT_EQ(quiet->size(), 2U);
  EXPECT_EQ((*quiet)[1].phonemes, "fi.");
  EXPECT_EQ((*quiet)[1].text, "fi.");
  EXPECT_EQ((*quiet)[1].ids.size(), 3U);
  EXPECT_EQ(journal->loads, 0);
  EXPECT_EQ(core.phonemize(request(""), {}).error().code, ErrorCode::invalid_input);
  wanted.language = "nope";
  EXPECT_EQ(core.phonemize(wanted, {}).error().code, ErrorCode::not_found);
}

TEST_F(CoreTest, QuietModeObeysMarkup) {
  auto wanted = request("ab [pause:1s]de [voice:jf_alpha]fi.");
  const auto quiet = core.phonemize(wanted, {});
  ASSERT_TRUE(quiet);
  ASSERT_EQ(quiet->size(), 3U);
  EXPECT_EQ((*quiet)[1].text, "de");
  EXPECT_EQ((*quiet)[1].begin_byte, 13U);
  EXPECT_EQ(*front_ends, 2);
  wanted.text = "<speak>ab<break/>de</speak>";
  wanted.format = TextFormat::ssml;
  EXPECT_EQ(core.phonemize(wanted, {})->size(), 2U);
  wanted.text = "<speak>ab";
  EXPECT_THAT(core.phonemize(wanted, {}).error().message, HasSubstr("line 1"));
}

TEST_F(CoreTest, OnePipelinePerLanguageAndVersion) {
  const auto ask = [this](const char* language, ModelVersion version) {
    auto wanted = request("ab");
    wanted.language = language;
    wanted.version = version;
    EXPECT_TRUE(core.phonemize(wanted, {}));
  };
  ask("en-us", ModelVersion::v1_0);
  ask("a", ModelVersion::v1_0);
  EXPECT_EQ(*front_ends, 1);
  ask("b", ModelVersion::v1_0);
  EXPECT_EQ(*front_ends, 2);
  ask("a", ModelVersion::v0_19);
  EXPECT_EQ(*front_ends, 3);
}

TEST_F(CoreTest, ALongTextIsReadWhileItIsSpoken) {
  std::string text;
  while (text.size() < 1'000'000) text += "ab de fi. ";
  ASSERT_TRUE(core.validate(request(text), {}));
  EXPECT_LT(journal->read_bytes, 4000U);
  journal->read_bytes = 0;
  CancelSource source;
  const auto stopped = core.speak(
      request(text),
      [&](const SpeechChunk&) {
        source.cancel();
        return Result<void>{};
      },
      source.token());
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
  EXPECT_LT(journal->read_bytes, 4000U);
}

TEST_F(CoreTest, WhatIsWrongFarInTheTextIsFoundBeforeAnySound) {
  std::string text;
  while (text.size() < 100'000) text += "ab de fi. ";
  EXPECT_EQ(refused(request(text + "[voice:af_nobody]ab")).code, ErrorCode::not_found);
  auto wanted = request("<speak>" + text + "<lang xml:lang='xx-none'>ab</lang></speak>");
  wanted.format = TextFormat::ssml;
  EXPECT_EQ(refused(wanted).code, ErrorCode::not_found);
  wanted = request(text + "\xff");
  EXPECT_THAT(refused(wanted).message, HasSubstr("UTF-8"));
  CancelSource source;
  source.cancel();
  EXPECT_EQ(core.validate(request(std::string(100'000, '!')), source.token()).error().code, ErrorCode::cancelled);
}

TEST_F(CoreTest, AFetchedDictionaryIsSeenByTheNextRequest) {
  ASSERT_TRUE(core.validate(request("ab"), {}));
  ASSERT_TRUE(core.validate(request("ab"), {}));
  EXPECT_EQ(*front_ends, 1);
  folder.write("lexicons/en-us.klex", "new");
  ASSERT_TRUE(core.validate(request("ab"), {}));
  EXPECT_EQ(*front_ends, 2);
  folder.write("lexicons/own.tsv", "a\tb\n");  // no dictionary
  ASSERT_TRUE(core.validate(request("ab"), {}));
  EXPECT_EQ(*front_ends, 2);
}

}  // namespace
}  // namespace kokoro::engine
