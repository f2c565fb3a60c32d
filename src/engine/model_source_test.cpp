#include "engine/model_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/fake_parts.hpp"
#include "engine/model_generation.hpp"
#include "model/config.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::engine {
namespace {

using testing::HasSubstr;

TEST(ModelSource, EmptyHomeHasTheDemoModelOnly) {
  const fake::TemporaryFolder folder;
  const store::Home home(folder.path());
  const auto demo = find_model({}, home, ModelVersion::v1_0);
  ASSERT_TRUE(demo);
  EXPECT_TRUE(demo->embedded());
  EXPECT_EQ(demo->path(), "(embedded)");
  const auto files = demo->open();
  ASSERT_TRUE(files);
  EXPECT_FALSE(files->weights.bytes.empty());

  EXPECT_FALSE(find_model({}, home, ModelVersion::v0_19));
  const Error error = model_not_installed(home, ModelVersion::v0_19);
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_THAT(error.message, HasSubstr("no v0.19 model is installed"));
  EXPECT_THAT(error.hint, HasSubstr("kokoro pull --version v0.19"));
}

TEST(ModelSource, InstalledModelWinsOverTheDemo) {
  const fake::TemporaryFolder folder;
  const store::Home home(folder.path());
  const auto weights = folder.write("models/v1_0/kokoro-v1_0.pth", "weights");
  folder.write("builds/v1_0/config.json", "config");
  const auto source = find_model({}, home, ModelVersion::v1_0);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->weights, weights);
  const auto files = source->open();
  ASSERT_TRUE(files);
  EXPECT_EQ(files->weights.bytes.size(), 7U);
}

TEST(ModelSource, ConfigIsTheNamedOneTheVersionsTheOneBesideOrThePublished) {
  const fake::TemporaryFolder folder;
  const store::Home home(folder.path());
  const auto weights = folder.write("models/v1_0/model.onnx", "weights");
  const auto source = [&] { return *find_model({}, home, ModelVersion::v1_0); };
  EXPECT_EQ(source().weights, weights);
  const auto published = source().open_config();
  ASSERT_TRUE(published);
  const auto config = model::read_config(*published);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->samples_per_frame(), 600);
  EXPECT_EQ(config->vocab, text::vocabulary(ModelVersion::v1_0));
  const auto beside = folder.write("models/v1_0/config.json", "beside");
  EXPECT_EQ(source().config, beside);
  const auto versions = folder.write("builds/v1_0/config.json", "of the version");
  EXPECT_EQ(source().config, versions);
  EngineOptions options;
  options.model_file = weights;
  EXPECT_EQ(find_model(options, home, ModelVersion::v1_0)->config, beside);
  options.config_file = "named.json";
  EXPECT_EQ(find_model(options, home, ModelVersion::v1_0)->config, "named.json");
}

TEST(ModelSource, OldModelWithoutConfigHasThePublishedOne) {
  const fake::TemporaryFolder folder;
  const store::Home home(folder.path());
  folder.write("models/v0_19/kokoro-v0_19.pth", "weights");
  const auto blob = find_model({}, home, ModelVersion::v0_19)->open_config();
  ASSERT_TRUE(blob);
  const auto config = model::read_config(*blob);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->style_dim, 128);
  EXPECT_EQ(config->samples_per_frame(), 600);
  EXPECT_EQ(config->vocab, text::vocabulary(ModelVersion::v0_19));
}

TEST(ModelSource, TheChineseModelIsNotReadWithAnothersVocabulary) {
  const fake::TemporaryFolder folder;
  EngineOptions options;
  options.model_file = folder.write("kokoro-v1.1-zh.onnx", "weights");
  const store::Home home(folder.path());
  const auto refused = find_model(options, home, ModelVersion::v1_0)->open_config();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
  EXPECT_THAT(refused.error().hint, HasSubstr("v1.1-zh"));
  folder.write("config.json", "its own");
  EXPECT_TRUE(find_model(options, home, ModelVersion::v1_0)->open_config());
}

TEST(ModelGeneration, IsToldByTheVocabulary) {
  auto vocabulary = text::vocabulary(ModelVersion::v1_0);
  EXPECT_EQ(generation_name(ModelVersion::v1_0, vocabulary), "v1.0");
  EXPECT_EQ(generation_name(ModelVersion::v0_19, text::vocabulary(ModelVersion::v0_19)), "v0.19");
  vocabulary[U'ㄅ'] = 30;
  EXPECT_EQ(generation_name(ModelVersion::v1_0, vocabulary), "v1.1-zh");
}

TEST(ModelSource, GivenFilesServeEveryVersion) {
  const fake::TemporaryFolder folder;
  const store::Home home(folder.path());
  EngineOptions options;
  options.model_file = folder.write("some.pth", "weights");
  options.config_file = folder.path() / "missing.json";
  for (const auto version : {ModelVersion::v1_0, ModelVersion::v0_19}) {
    const auto source = find_model(options, home, version);
    ASSERT_TRUE(source);
    EXPECT_EQ(source->version, version);
    EXPECT_EQ(source->weights, options.model_file);
    const auto files = source->open();
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().code, ErrorCode::not_found);
    EXPECT_THAT(files.error().message, HasSubstr("missing.json"));
  }
}

TEST(ModelSource, GuessesTheVersionFromTheConfig) {
  const std::filesystem::path demo = std::filesystem::path(KOKORO_SOURCE_DIR) / "assets/demo/config.json";
  const auto guess = [](const std::filesystem::path& model, const std::filesystem::path& config) {
    EngineOptions options;
    options.model_file = model;
    options.config_file = config;
    return guess_version(options);
  };
  EXPECT_EQ(guess("/nowhere/v0_19.pth", demo), ModelVersion::v1_0);
  EXPECT_EQ(guess("/nowhere/v0_19.pth", "/nowhere/config.json"), ModelVersion::v1_0);
  EXPECT_EQ(guess("/nowhere/kokoro-v0_19.onnx", {}), ModelVersion::v0_19);
  EXPECT_EQ(guess("/nowhere/v0.19/model.onnx", {}), ModelVersion::v1_0);
}

}  // namespace
}  // namespace kokoro::engine
