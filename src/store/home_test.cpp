#include "store/home.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace kokoro::store {
namespace {

namespace fs = std::filesystem;

/// Sets an environment variable for the length of a test.
class ScopedVariable {
 public:
  ScopedVariable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    if (value == nullptr) {
      unsetenv(name);
    } else {
      setenv(name, value, 1);
    }
  }
  ~ScopedVariable() {
    if (old_) {
      setenv(name_, old_->c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

class HomeFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "kokoro_home_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  void put(const fs::path& path) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "x";
  }
  fs::path root_;
};

TEST(Home, NamesEveryPlace) {
  const Home home("/data");
  EXPECT_EQ(home.config_file(ModelVersion::v1_0), "/data/builds/v1_0/config.json");
  EXPECT_EQ(home.models_folder(ModelVersion::v0_19), "/data/models/v0_19");
  EXPECT_EQ(home.voices_folder(ModelVersion::v1_0), "/data/voices/v1_0");
  EXPECT_EQ(home.lexicons_folder(), "/data/lexicons");
}

TEST(Home, TakesTheEnvironmentInOrder) {
  const ScopedVariable user("HOME", "/users/me");
  {
    const ScopedVariable own("KOKORO_HOME", "/own");
    const ScopedVariable xdg("XDG_DATA_HOME", "/xdg");
    EXPECT_EQ(Home().root(), "/own");
  }
  const ScopedVariable own("KOKORO_HOME", nullptr);
  {
    const ScopedVariable xdg("XDG_DATA_HOME", "/xdg");
    EXPECT_EQ(Home().root(), "/xdg/kokoro");
  }
  {
    const ScopedVariable xdg("XDG_DATA_HOME", "relative");
    EXPECT_EQ(Home().root(), "/users/me/.local/share/kokoro");
  }
}

TEST_F(HomeFolder, PrefersThePublishedNameOfTheWeights) {
  const Home home(root_);
  EXPECT_EQ(home.model_file(ModelVersion::v1_0), std::nullopt);
  put(home.models_folder(ModelVersion::v1_0) / "b.safetensors");
  put(home.models_folder(ModelVersion::v1_0) / "notes.txt");
  EXPECT_EQ(home.model_file(ModelVersion::v1_0), home.models_folder(ModelVersion::v1_0) / "b.safetensors");
  put(home.models_folder(ModelVersion::v1_0) / "a.pth");
  EXPECT_EQ(home.model_file(ModelVersion::v1_0), home.models_folder(ModelVersion::v1_0) / "a.pth");
  put(home.models_folder(ModelVersion::v1_0) / "kokoro-v1_0.pth");
  EXPECT_EQ(home.model_file(ModelVersion::v1_0), home.models_folder(ModelVersion::v1_0) / "kokoro-v1_0.pth");
  EXPECT_EQ(home.model_file(ModelVersion::v0_19), std::nullopt);
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string_view text(const Blob& blob) {
  return {reinterpret_cast<const char*>(blob.bytes.data()), blob.bytes.size()};
}

TEST(EmbeddedModel, IsByteForByteTheDemoAssets) {
  const fs::path demo = fs::path(KOKORO_SOURCE_DIR) / "assets" / "demo";
  const EmbeddedModel& model = embedded_model();
  EXPECT_EQ(text(model.config), contents(demo / "config.json"));
  EXPECT_EQ(text(model.weights), contents(demo / "model.safetensors"));
  ASSERT_EQ(model.voices.size(), 4U);
  for (const auto& voice : model.voices) {
    ASSERT_TRUE(voice.name.starts_with("demo_"));
    EXPECT_EQ(text(voice.pack), contents(demo / "voices" / (voice.name.substr(5) + ".pt"))) << voice.name;
  }
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(model.weights.bytes.data()) % 64, 0U);
}

}  // namespace
}  // namespace kokoro::store
