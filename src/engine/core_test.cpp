
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <future>
#include <limits>
#include <set>
#include <thread>

#include "engine/core_for_test.hpp"

namespace kokoro::engine {
namespace {

using fake::Journal;
using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(CoreTest, SpeaksChunkByChunk) {
  const auto summary = speak(request("ab de. fi."));
  ASSERT_TRUE(summary) << summary.error().message;
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(summary->chunks, 2U);
  EXPECT_EQ(summary->input_tokens, 6U + 3U);
  EXPECT_EQ(summary->output_frames, 2 * 2 * fake::kEdgeFrames + 9U * fake::kTokenFrames);
  EXPECT_EQ(summary->samples, samples.size());
  EXPECT_GE(summary->first_audio_s, 0);
  EXPECT_EQ(summary->version, ModelVersion::v1_0);

  EXPECT_EQ(chunks[0].source.text, "ab de.");
  EXPECT_EQ(chunks[0].source.phonemes, "ab de.");
  EXPECT_EQ(chunks[1].source.begin_byte, 7U);
  EXPECT_EQ(chunks[1].source.end_byte, 10U);
  EXPECT_EQ(chunks[1].index, 1U);
  EXPECT_THAT(chunks[1].source.ids, ElementsAre(48, 51, 4));
  EXPECT_EQ(chunks[0].durations.size(), 8U);

  // 50 ms are left of each silent edge; the paragraph's pause of 800 ms follows the first chunk.
  const double first_s = 0.05 + 6 * 0.05 + 0.05 + 0.8;
  EXPECT_DOUBLE_EQ(starts[0], 0);
  EXPECT_DOUBLE_EQ(starts[1], first_s);
  EXPECT_EQ(samples.size(), static_cast<std::size_t>((first_s + 0.05 + 3 * 0.05 + 0.05) * kSampleRateHz + 0.5));
}

TEST_F(CoreTest, ObeysMarkupInTheText) {
  ASSERT_TRUE(speak(request("ab [pause:1s]de [rate:2][mark:m]fi.")));
  ASSERT_EQ(chunks.size(), 3U);
  EXPECT_FLOAT_EQ(journal->calls()[1].speed, 1);
  EXPECT_FLOAT_EQ(journal->calls()[2].speed, 2);
  ASSERT_EQ(chunks[1].words.size(), 1U);
  EXPECT_EQ(chunks[1].words[0].begin_byte, 13U);
  EXPECT_GE(chunks[1].words[0].start_s, starts[1] + 1);
  ASSERT_EQ(chunks[2].marks.size(), 1U);
  EXPECT_EQ(chunks[2].marks[0].name, "m");
  EXPECT_EQ(chunks[2].marks[0].time_s, chunks[2].words[0].start_s);
  auto plain = request("[pause:1s]ab");
  plain.format = TextFormat::plain;
  chunks.clear();
  ASSERT_TRUE(speak(plain));
  EXPECT_EQ(chunks[0].source.begin_byte, 0U);
}

TEST_F(CoreTest, SpeaksSsml) {
  auto wanted = request("<speak>ab <prosody rate='2'>de</prosody><break time='2s'/></speak>");
  wanted.format = TextFormat::ssml;
  ASSERT_TRUE(speak(wanted)) << refused(wanted).message;
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_FLOAT_EQ(journal->calls()[1].speed, 2);
  EXPECT_EQ(chunks[1].source.text, "de");
  EXPECT_GT(samples.size(), 2U * kSampleRateHz);
  chunks.clear();
  wanted.text = "<speak>ab";
  EXPECT_THAT(refused(wanted).message, HasSubstr("line 1"));
  wanted.text = "<speak><voice name='af_nobody'>ab</voice></speak>";
  EXPECT_EQ(refused(wanted).code, ErrorCode::not_found);
}

TEST_F(CoreTest, WordTimesAreThoseOfTheWholeAudio) {
  ASSERT_TRUE(speak(request("ab de. fi.")));
  const auto& first = chunks[0].words;
  ASSERT_EQ(first.size(), 2U);
  // The edge has 6 frames (150 ms), of which the stitch takes 100 ms off; words start 3 frames before its end.
  EXPECT_DOUBLE_EQ(first[0].start_s, 0);
  EXPECT_EQ(first[1].word, "de");
  EXPECT_EQ(first[1].begin_byte, 3U);
  ASSERT_EQ(chunks[1].words.size(), 1U);
  EXPECT_DOUBLE_EQ(chunks[1].words[0].start_s, starts[1]);
  EXPECT_LE(chunks[1].words[0].end_s, static_cast<double>(samples.size()) / kSampleRateHz);
  EXPECT_LT(first[1].start_s, first[1].end_s);
}

TEST_F(CoreTest, NetworkGetsEdgesStyleRowSpeedAndSeeds) {
  auto wanted = request("ab de. fi. fi.");
  wanted.voice = "af_heart";
  wanted.speed = 1.5F;
  wanted.seed = 42;
  ASSERT_TRUE(speak(wanted));
  const auto calls = journal->calls();
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_THAT(calls[1].ids, ElementsAre(0, 48, 51, 4, 0));
  EXPECT_EQ(calls[0].style.size(), 2U * 16U) << "both halves of the embedded voices";
  EXPECT_FLOAT_EQ(calls[0].speed, 1.5F);
  EXPECT_EQ(calls[0].seed, 42U);
  EXPECT_EQ((std::set<std::uint64_t>{calls[0].seed, calls[1].seed, calls[2].seed}).size(), 3U);
  ASSERT_TRUE(speak(wanted));
  EXPECT_EQ(journal->calls()[4].seed, calls[1].seed);
  EXPECT_EQ(journal->loads, 1);
}

TEST_F(CoreTest, RefusesWhatIsWrongBeforeAnySound) {
  auto bad = request("");
  EXPECT_EQ(refused(bad).param, "text");
  EXPECT_EQ(refused(request(" \n\t")).code, ErrorCode::invalid_input);
  EXPECT_THAT(refused(request("ab \xff de")).message, HasSubstr("UTF-8 at byte 3"));
  EXPECT_THAT(refused(request("\xe4\xbd\xa0")).message, HasSubstr("nothing that can be spoken"));
  for (const float speed :
       {0.2F, 4.5F, -1.0F, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    bad = request("ab");
    bad.speed = speed;
    EXPECT_EQ(refused(bad).param, "speed");
  }
  bad = request("ab");
  bad.language = "xx-none";
  EXPECT_EQ(refused(bad).code, ErrorCode::not_found);
  EXPECT_EQ(refused(bad).param, "language");
  bad = request("ab");
  bad.voice = "af_nobody";
  EXPECT_EQ(refused(bad).code, ErrorCode::not_found);
  bad.voice = "af_heart(2";
  EXPECT_EQ(refused(bad).code, ErrorCode::invalid_input);
  bad.voice = "/nowhere/voice.pt";
  EXPECT_EQ(refused(bad).code, ErrorCode::not_found);
  bad = request("ab");
  bad.version = ModelVersion::v0_19;
  EXPECT_EQ(refused(bad).code, ErrorCode::not_found);
  EXPECT_THAT(refused(bad).hint, HasSubstr("kokoro pull --version v0.19"));
  EXPECT_TRUE(journal->calls().empty());
}

TEST_F(CoreTest, VoiceFiles) {
  auto wanted = request("ab");
  wanted.voice = std::string(KOKORO_SOURCE_DIR) + "/assets/demo/voices/male.pt";
  EXPECT_TRUE(speak(wanted));
  options.voice_files = false;
  Core strict(options, fake::parts(journal));
  const auto result = strict.validate(wanted, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(result.error().param, "voice");
}

TEST_F(CoreTest, ValidateLoadsNoModel) {
  EXPECT_TRUE(core.validate(request("ab"), {}));
  EXPECT_EQ(journal->loads, 0);
}

TEST_F(CoreTest, PhonemesAsText) {
  auto wanted = request("həlˈO");
  wanted.text_is_phonemes = true;
  ASSERT_TRUE(speak(wanted));
  EXPECT_THAT(journal->calls()[0].ids, ElementsAre(0, 50, 83, 54, 156, 31, 0));
  EXPECT_EQ(*front_ends, 0);
  chunks.clear();
  wanted.text = "hə@";
  EXPECT_THAT(refused(wanted).message, HasSubstr("'@'"));
}

TEST_F(CoreTest, ErrorsOfTheSinkComeBack) {
  const auto result = core.speak(request("ab. de."),
                                 [](const SpeechChunk&) { return Result<void>(fail(ErrorCode::io, "disk full")); }, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "disk full");
  EXPECT_EQ(journal->calls().size(), 1U);
}

TEST_F(CoreTest, CancelBetweenChunks) {
  CancelSource source;
  const auto result = core.speak(
      request("ab. de."),
      [&source](const SpeechChunk&) {
        source.cancel();
        return Result<void>{};
      },
      source.token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
  EXPECT_EQ(journal->calls().size(), 1U);
}

TEST_F(CoreTest, TheNextChunkIsReadWhileOneIsSpoken) {
  std::atomic<int> prepared = 0;
  std::promise<void> third_was_read;
  journal->on_prepare = [&](const fake::Journal::Call&) {
    if (++prepared == 3) third_was_read.set_value();
    return Result<void>{};
  };
  auto read = third_was_read.get_future();
  journal->on_infer = [&](std::size_t call, const CancelToken&) {
    if (call == 0) {
      EXPECT_EQ(prepared, 1) << "the first sound has the cores for itself";
    }
    if (call == 1) {
      EXPECT_EQ(read.wait_for(std::chrono::seconds(30)), std::future_status::ready);
    }
    return Result<void>{};
  };
  ASSERT_TRUE(speak(request("ab. de. fi.")));
  EXPECT_EQ(prepared, 3);
  EXPECT_EQ(journal->calls().size(), 3U);
}

TEST_F(CoreTest, AChunkThatCannotBeReadComesAfterTheSoundBeforeIt) {
  int prepared = 0;
  journal->on_prepare = [&](const fake::Journal::Call&) -> Result<void> {
    if (++prepared == 2) return fail(ErrorCode::too_large, "too long");
    return {};
  };
  const auto result = speak(request("ab. de. fi."));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::too_large);
  EXPECT_EQ(chunks.size(), 1U);
  EXPECT_EQ(journal->calls().size(), 1U);
}

TEST_F(CoreTest, CancelInsideAChunk) {
  CancelSource source;
  journal->on_infer = [&source](std::size_t, const CancelToken& token) -> Result<void> {
    source.cancel();
    if (token.cancelled()) return fail(ErrorCode::cancelled, "stopped inside");
    return {};
  };
  const auto result = speak(request("ab."), source.token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "stopped inside");
  EXPECT_TRUE(chunks.empty());
}

TEST_F(CoreTest, ModelsVoicesAndLoading) {
  ASSERT_EQ(core.models().size(), 1U);
  EXPECT_TRUE(core.models()[0].embedded);
  EXPECT_FALSE(core.models()[0].loaded);
  const auto info = core.load(ModelVersion::v1_0);
  ASSERT_TRUE(info);
  EXPECT_TRUE(info->loaded);
  EXPECT_EQ(info->device, "fake");
  EXPECT_EQ(info->parameters, 7U);
  EXPECT_TRUE(core.unload(ModelVersion::v1_0));
  EXPECT_FALSE(core.unload(ModelVersion::v1_0));
  EXPECT_EQ(core.default_voice(ModelVersion::v1_0), "demo_female");
  EXPECT_EQ(core.default_voice(ModelVersion::v0_19), "");
  EXPECT_EQ(core.voices(std::nullopt).size(), 4U);
  EXPECT_TRUE(core.voices(ModelVersion::v0_19).empty());
  EXPECT_EQ(core.load(ModelVersion::v0_19).error().code, ErrorCode::not_found);
}

TEST_F(CoreTest, ManyThreadsSpeakWhileTheModelIsUnloaded) {
  constexpr int kThreads = 8;
  std::atomic<int> spoken = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        auto wanted = request("ab de. fi.");
        wanted.voice = i % 2 == 0 ? "af_heart" : "am_adam+af_sky";
        const auto sink = [this](const SpeechChunk&) {
          static_cast<void>(core.unload(ModelVersion::v1_0));
          return Result<void>{};
        };
        if (core.speak(wanted, sink, {})) ++spoken;
      });
    }
  }
  EXPECT_EQ(spoken, kThreads);
  EXPECT_LE(journal->living, 1);
}

TEST(Core, RefreshSeesWhatWasInstalledAndRunningRequestsKeepTheirs) {
  const fake::TemporaryFolder folder;
  const auto journal = std::make_shared<Journal>();
  Core core({.home = folder.path(), .model_file = {}, .config_file = {}}, fake::parts(journal));
  SpeechRequest request;
  request.text = "ab. de.";
  const auto sink = [](const SpeechChunk&) { return Result<void>{}; };
  auto running = core.open(request, {});
  ASSERT_TRUE(running && (*running)->step(sink));
  EXPECT_FALSE(core.load(ModelVersion::v0_19));

  folder.write("models/v0_19/kokoro-v0_19.pth", "weights");
  folder.write("voices/v0_19/af_bella.bin", std::string(1024, '\0'));
  folder.write("models/v1_0/kokoro-v1_0.pth", "weights");
  folder.write("builds/v1_0/config.json", R"({"style_dim": 128})");
  EXPECT_FALSE(core.load(ModelVersion::v0_19)) << "not before it is asked to look";
  core.refresh();
  EXPECT_TRUE(core.load(ModelVersion::v0_19));
  EXPECT_EQ(core.models().size(), 2U);
  EXPECT_EQ(core.default_voice(ModelVersion::v0_19), "af_bella");
  EXPECT_TRUE(core.voices(ModelVersion::v1_0).empty()) << "the demo voices went with the demo model";
  EXPECT_TRUE((*running)->step(sink)) << "with the demo model and its voice";
  EXPECT_EQ(journal->living, 2);
  running->reset();
  EXPECT_EQ(journal->living, 1);
}

TEST(Core, PreferredVoiceHoldsWhereItExists) {
  const fake::TemporaryFolder folder;
  folder.write("models/v0_19/kokoro-v0_19.pth", "weights");
  folder.write("voices/v0_19/af_bella.bin", std::string(1024, '\0'));
  EngineOptions options{.home = folder.path(), .model_file = {}, .config_file = {}};
  options.default_voice = "demo_male";
  options.default_version = ModelVersion::v0_19;
  const Core core(options, fake::parts(std::make_shared<Journal>()));
  EXPECT_EQ(core.default_voice(ModelVersion::v1_0), "demo_male");
  EXPECT_EQ(core.default_voice(ModelVersion::v0_19), "af_bella");
  EXPECT_EQ(core.default_version(), ModelVersion::v0_19);
}

TEST(Core, GivenFilesAndInstalledVersions) {
  const fake::TemporaryFolder folder;
  folder.write("models/v0_19/kokoro-v0_19.pth", "weights");
  folder.write("voices/v0_19/af_bella.bin", std::string(1024, '\0'));
  const auto journal = std::make_shared<Journal>();
  Core core({.home = folder.path(), .model_file = {}, .config_file = {}}, fake::parts(journal));
  ASSERT_EQ(core.models().size(), 2U);
  EXPECT_EQ(core.models()[0].version, ModelVersion::v1_0);
  EXPECT_EQ(core.default_version(), ModelVersion::v1_0);
  EXPECT_EQ(core.default_voice(ModelVersion::v0_19), "af_bella");
  SpeechRequest request;
  request.text = "ab";
  request.version = ModelVersion::v0_19;
  const auto summary = core.speak(request, [](const SpeechChunk&) { return Result<void>{}; }, {});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->version, ModelVersion::v0_19);

  const Core given({.home = folder.path(),
                    .model_file = folder.path() / "models/v0_19/kokoro-v0_19.pth",
                    .config_file = std::string(KOKORO_SOURCE_DIR) + "/assets/demo/config.json"},
                   fake::parts(journal));
  ASSERT_EQ(given.models().size(), 1U);
  EXPECT_FALSE(given.models()[0].embedded);
}

}  // namespace
}  // namespace kokoro::engine
