#include "voice/save_pack.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace kokoro::voice {
namespace {

namespace fs = std::filesystem;

class SavePack : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "kokoro_save_pack.XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(folder_), fs::directory_iterator()); }

  fs::path folder_;
  VoicePack pack_{"a", 2, 4, {1, 2, 3, 4, 5, 6, 7, 8.5F}};
};

TEST_F(SavePack, IsReadBack) {
  ASSERT_TRUE(save_pack(pack_, folder_ / "voices" / "v1_0", "my_voice.2").has_value());
  const auto blob = map_file(folder_ / "voices" / "v1_0" / "my_voice.2.pt");
  ASSERT_TRUE(blob.has_value());
  const auto read = read_voice_pack(*blob, "my_voice", 4);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->rows, 2U);
  EXPECT_EQ(read->values, pack_.values);
}

TEST_F(SavePack, AFileNameIsThatOfItsVoice) {
  ASSERT_TRUE(save_pack(pack_, folder_, "x.pt").has_value());
  EXPECT_TRUE(fs::exists(folder_ / "x.pt"));
  EXPECT_EQ(save_pack(pack_, folder_, "x").error().param, "name");
  EXPECT_EQ(save_pack(pack_, folder_, ".pt").error().param, "name");
}

TEST_F(SavePack, AFullFolderTakesNoMore) {
  for (int i = 0; i < 1000; ++i) std::ofstream(folder_ / std::to_string(i));
  const auto full = save_pack(pack_, folder_, "a");
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().code, ErrorCode::too_large);
  EXPECT_EQ(files(), 1000);
}

TEST_F(SavePack, NeverReplacesAVoiceAndLeavesNothingBehind) {
  ASSERT_TRUE(save_pack(pack_, folder_, "a").has_value());
  auto other = pack_;
  other.values[0] = 99;
  const auto again = save_pack(other, folder_, "a");
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(again.error().param, "name");
  EXPECT_EQ(read_voice_pack(*map_file(folder_ / "a.pt"), "a", 4)->values[0], 1);
  EXPECT_EQ(files(), 1);
}

TEST_F(SavePack, RefusesNamesThatAreNone) {
  for (const char* name : {"", "../a", "a/b", ".a", "-a", "a b", "a+b", "\xC3\xA4"}) {
    const auto saved = save_pack(pack_, folder_, name);
    ASSERT_FALSE(saved.has_value()) << name;
    EXPECT_EQ(saved.error().param, "name");
  }
  EXPECT_EQ(files(), 0);
}

TEST_F(SavePack, AFolderThatCannotBeIsAnError) {
  ASSERT_TRUE(save_pack(pack_, folder_, "a").has_value());
  const auto saved = save_pack(pack_, folder_ / "a.pt" / "sub", "b");
  ASSERT_FALSE(saved.has_value());
  EXPECT_EQ(saved.error().code, ErrorCode::io);
}

}  // namespace
}  // namespace kokoro::voice
