#include "engine/voice_catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "engine/fake_parts.hpp"
#include "engine/voice_names.hpp"

namespace kokoro::engine {
namespace {

using testing::ElementsAre;

VoiceCatalog demo() {
  return VoiceCatalog(
      {.version = ModelVersion::v1_0, .demo = true, .folder = {}, .style_width = 32, .cache_capacity = 8});
}

// Packs of one row with two numbers.
VoiceCatalog installed(const fake::TemporaryFolder& folder, ModelVersion version,
                       const std::vector<std::string>& names) {
  for (const auto& name : names) folder.write(name + ".bin", std::string(8, '\0'));
  return VoiceCatalog(
      {.version = version, .demo = false, .folder = folder.path(), .style_width = 2, .cache_capacity = 8});
}

std::vector<std::string> ids(const VoiceCatalog& catalog) {
  std::vector<std::string> out;
  for (const auto& voice : catalog.list()) out.push_back(voice.id);
  return out;
}

TEST(VoiceCatalog, DemoListsItsVoices) {
  const auto catalog = demo();
  const auto voices = catalog.list();
  EXPECT_THAT(ids(catalog), ElementsAre("demo_british_female", "demo_british_male", "demo_female", "demo_male"));
  EXPECT_EQ(voices[1].gender, "male");
  EXPECT_EQ(voices[1].language, "en-gb");
  EXPECT_EQ(voices[2].gender, "female");
  EXPECT_EQ(voices[2].language, "en-us");
  EXPECT_EQ(voices[2].name, "Demo female");
  EXPECT_TRUE(voices[0].embedded);
  EXPECT_EQ(catalog.default_voice(), "demo_female");
}

TEST(VoiceCatalog, DemoAnswersToEveryKnownNameByGenderAndAccent) {
  const auto catalog = demo();
  const auto meant = [&](std::string_view name) {
    return *catalog.get(std::string("demo_") + (name[0] == 'b' ? "british_" : "") +
                        (name[1] == 'm' ? "male" : "female"));
  };
  for (const std::string_view name : {"am", "bf", "bm"}) ASSERT_NE(meant("af")->values, meant(name)->values) << name;
  EXPECT_EQ(published_voices().size(), 54U);
  for (const auto name : published_voices()) {
    const auto pack = catalog.get(std::string(name));
    ASSERT_TRUE(pack) << name;
    EXPECT_EQ(*pack, meant(name)) << name;
  }
  EXPECT_EQ(openai_voices().size(), 13U);
  for (const auto& openai : openai_voices()) {
    const auto pack = catalog.get(std::string(openai.name));
    ASSERT_TRUE(pack) << openai.name;
    EXPECT_EQ(*pack, meant(openai.v1_0)) << openai.name;
  }
  EXPECT_TRUE(catalog.get("af_heart(2)+am_adam"));
}

TEST(VoiceCatalog, UnknownNamesAreNotFound) {
  const auto result = demo().get("af_nobody");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::not_found);
}

TEST(VoiceCatalog, InstalledVoicesAndOpenAiNames) {
  const fake::TemporaryFolder folder;
  const auto catalog = installed(folder, ModelVersion::v1_0, {"af_nova", "af_heart", "bm_fable"});
  EXPECT_THAT(ids(catalog), ElementsAre("af_heart", "af_nova", "bm_fable"));
  EXPECT_FALSE(catalog.list()[0].embedded);
  EXPECT_EQ(catalog.list()[2].language, "en-gb");
  EXPECT_EQ(catalog.default_voice(), "af_heart");
  EXPECT_EQ(*catalog.get("nova"), *catalog.get("af_nova"));
  EXPECT_EQ(*catalog.get("fable"), *catalog.get("bm_fable"));
  EXPECT_FALSE(catalog.get("onyx"));
  EXPECT_FALSE(catalog.get("demo_female"));
}

TEST(VoiceCatalog, DefaultVoiceIsTheUsualOrTheFirst) {
  const auto chosen = [](ModelVersion version, const std::vector<std::string>& names) {
    const fake::TemporaryFolder folder;
    return installed(folder, version, names).default_voice();
  };
  EXPECT_EQ(chosen(ModelVersion::v1_0, {"bf_emma", "am_adam"}), "am_adam");
  EXPECT_EQ(chosen(ModelVersion::v1_0, {}), "af_heart");
  EXPECT_EQ(chosen(ModelVersion::v0_19, {"af", "af_bella", "aa"}), "af");
  EXPECT_EQ(chosen(ModelVersion::v0_19, {"aa_first", "af_bella"}), "af_bella");
}

TEST(VoiceCatalog, LanguageFollowsTheName) {
  const auto catalog = demo();
  EXPECT_EQ(catalog.language("af_heart"), "en-us");
  EXPECT_EQ(catalog.language("bm_george(2)+af_sky"), "en-gb");
  EXPECT_EQ(catalog.language("ff_siwis"), "fr-fr");
  EXPECT_EQ(catalog.language("jf_alpha"), "ja");
  EXPECT_EQ(catalog.language("fable"), "en-gb");
  EXPECT_EQ(catalog.language("echo"), "en-us");
  EXPECT_EQ(catalog.language("demo_male"), "en-us");
  EXPECT_EQ(catalog.language("demo_british_male"), "en-gb");
  EXPECT_EQ(catalog.language("my_voice"), "en-us");
}

TEST(VoiceNames, DisplayNamesAndGenders) {
  EXPECT_EQ(display_name("af_heart"), "Heart");
  EXPECT_EQ(display_name("af_v0nicole"), "Nicole (v0)");
  EXPECT_EQ(display_name("af"), "Default");
  EXPECT_EQ(display_name("my_voice"), "My voice");
  EXPECT_EQ(display_name("demo_british_male"), "Demo British male");
  EXPECT_EQ(gender_of_voice("zm_yunxi"), "male");
  EXPECT_EQ(gender_of_voice("af"), "female");
  EXPECT_EQ(gender_of_voice("my_voice"), "unknown");
}

TEST(VoiceNames, TheFirstVoiceOfAnExpression) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"af_heart", "af_heart"},
      {" jf_alpha(2)+af_sky", "jf_alpha"},
      {"jf_alpha:60,af_sky:40", "jf_alpha"},
      {"my/voices/zf_xiaoxiao.pt", "zf_xiaoxiao"},
      {"voices-v1.0.bin:ef_dora", "ef_dora"},
      {"voices-v1.0.bin:ef_dora(2)+x.pt", "ef_dora"},
      {"./ff_siwis", "ff_siwis"},
  };
  for (const auto& [expression, first] : cases) EXPECT_EQ(first_voice(expression), first) << expression;
}

}  // namespace
}  // namespace kokoro::engine
