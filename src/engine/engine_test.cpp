#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <kokoro/engine.hpp>
#include <vector>

#include "engine/fake_parts.hpp"

namespace kokoro {
namespace {

using testing::HasSubstr;

// The whole way from text to samples with the demo model that is part of the program.
class EngineTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = Engine::create({.home = folder.path(), .model_file = {}, .config_file = {}, .threads = 2});
    ASSERT_TRUE(made) << made.error().message;
    engine = std::move(*made);
  }

  struct Spoken {
    SpeechSummary summary;
    std::vector<float> samples;
    std::vector<WordTime> words;
  };

  Result<Spoken> speak(const SpeechRequest& request) const {
    Spoken spoken;
    auto summary = engine->speak(request, [&spoken](const SpeechChunk& chunk) -> Result<void> {
      spoken.samples.insert(spoken.samples.end(), chunk.audio.begin(), chunk.audio.end());
      spoken.words.insert(spoken.words.end(), chunk.words.begin(), chunk.words.end());
      return {};
    });
    if (!summary) return fail(std::move(summary.error()));
    spoken.summary = *summary;
    return spoken;
  }

  static SpeechRequest request(std::string text) {
    SpeechRequest out;
    out.text = std::move(text);
    return out;
  }

  engine::fake::TemporaryFolder folder;
  std::unique_ptr<Engine> engine;
};

TEST_F(EngineTest, SpeaksASentenceWithNothingInstalled) {
  const auto spoken = speak(request("Hello from Kokoro."));
  ASSERT_TRUE(spoken) << spoken.error().message;
  const double seconds = static_cast<double>(spoken->samples.size()) / kSampleRateHz;
  EXPECT_GT(seconds, 0.7);
  EXPECT_LT(seconds, 4.0);
  double square_sum = 0;
  for (const float sample : spoken->samples) {
    ASSERT_TRUE(std::isfinite(sample));
    square_sum += static_cast<double>(sample) * sample;
  }
  EXPECT_GT(std::sqrt(square_sum / static_cast<double>(spoken->samples.size())), 0.01);
  EXPECT_EQ(spoken->summary.samples, spoken->samples.size());

  ASSERT_EQ(spoken->words.size(), 3U);
  EXPECT_EQ(spoken->words[0].word, "Hello");
  EXPECT_EQ(spoken->words[2].word, "Kokoro");
  EXPECT_EQ(spoken->words[2].begin_byte, 11U);
  double before = 0;
  for (const auto& word : spoken->words) {
    EXPECT_GE(word.start_s, before);
    EXPECT_GT(word.end_s, word.start_s) << word.word;
    before = word.end_s;
  }
  EXPECT_LE(before, seconds);
}

TEST_F(EngineTest, SameSeedSameSamplesOtherSeedOther) {
  auto wanted = request("One two.");
  wanted.seed = 7;
  const auto first = speak(wanted);
  const auto again = speak(wanted);
  wanted.seed = 8;
  const auto other = speak(wanted);
  ASSERT_TRUE(first && again && other);
  EXPECT_EQ(first->samples, again->samples);
  EXPECT_NE(first->samples, other->samples);
}

TEST_F(EngineTest, VoicesSpeedsAndPhonemes) {
  auto wanted = request("One two three.");
  const auto female = speak(wanted);
  wanted.voice = "onyx";
  const auto male = speak(wanted);
  wanted.speed = 2;
  const auto fast = speak(wanted);
  ASSERT_TRUE(female && male && fast);
  EXPECT_NE(female->samples, male->samples);
  EXPECT_LT(fast->samples.size(), male->samples.size());

  const auto quiet = engine->phonemize(request("One two three."));
  ASSERT_TRUE(quiet);
  ASSERT_EQ(quiet->size(), 1U);
  auto spelled = request(quiet->front().phonemes);
  spelled.text_is_phonemes = true;
  const auto from_phonemes = speak(spelled);
  ASSERT_TRUE(from_phonemes) << from_phonemes.error().message;
  EXPECT_EQ(from_phonemes->samples, female->samples);
}

TEST_F(EngineTest, LoadAndUnload) {
  EXPECT_FALSE(engine->models().front().loaded);
  const auto info = engine->load(ModelVersion::v1_0);
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_TRUE(info->embedded);
  EXPECT_GT(info->parameters, 1'000'000U);
  EXPECT_TRUE(engine->models().front().loaded);
  EXPECT_TRUE(engine->unload(ModelVersion::v1_0));
  EXPECT_TRUE(speak(request("One.")));
}

TEST_F(EngineTest, LanguagesAreListed) {
  const auto languages = Engine::languages();
  EXPECT_TRUE(std::any_of(languages.begin(), languages.end(), [](const auto& l) { return l.tag == "en-us"; }));
}

TEST_F(EngineTest, DamagedModelIsAnErrorAndDoesNotHideBehindTheDemo) {
  folder.write("models/v1_0/kokoro-v1_0.pth", "no checkpoint");
  folder.write("builds/v1_0/config.json", "{}");
  auto broken = Engine::create({.home = folder.path(), .model_file = {}, .config_file = {}});
  ASSERT_TRUE(broken);
  const auto loaded = (*broken)->load(ModelVersion::v1_0);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::corrupt);
  EXPECT_THAT(loaded.error().message, HasSubstr("config.json"));
}

TEST(EngineCreate, AConfigNeedsItsModel) {
  const auto no_model = Engine::create({.home = {}, .model_file = {}, .config_file = "config.json"});
  ASSERT_FALSE(no_model);
  EXPECT_EQ(no_model.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(no_model.error().param, "model_file");
}

TEST_F(EngineTest, WordsOfTheUserAreReadAsTheirFilesSay) {
  const auto phonemes = [&] {
    const auto quiet = engine->phonemize(request("Say kokoro now."));
    return quiet ? quiet->front().phonemes : quiet.error().message;
  };
  const std::string before = phonemes();
  folder.write("lexicons/mine.tsv", "kokoro\t/kˈOkəɹO/\n");
  EXPECT_THAT(phonemes(), HasSubstr("kˈOkəɹO"));
  folder.write("lexicons/mine.tsv", "kokoro without its phonemes\n");
  EXPECT_THAT(phonemes(), HasSubstr("kˈOkəɹO"));
  std::filesystem::remove(folder.path() / "lexicons/mine.tsv");
  EXPECT_EQ(phonemes(), before);
}

}  // namespace
}  // namespace kokoro
