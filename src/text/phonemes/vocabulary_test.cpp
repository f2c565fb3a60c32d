#include "text/phonemes/vocabulary.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kokoro::text {
namespace {

TEST(Vocabulary, OfV10HasThePublishedRows) {
  const auto& table = vocabulary(ModelVersion::v1_0);
  EXPECT_EQ(table.size(), 114U);
  EXPECT_EQ(table.at(U';'), 1);
  EXPECT_EQ(table.at(U'('), 12);
  EXPECT_EQ(table.at(U' '), 16);
  EXPECT_EQ(table.at(0x0303), 17);
  EXPECT_EQ(table.at(0xAB67), 23);
  EXPECT_EQ(table.at(U'A'), 24);
  EXPECT_EQ(table.at(U'ˈ'), 156);
  EXPECT_EQ(table.at(U'ᵻ'), 177);
  EXPECT_FALSE(table.contains(U'g'));
  EXPECT_FALSE(table.contains(U'¿'));
}

TEST(Vocabulary, OfV019CountsTheRepeatedApostropheOnceAndLast) {
  const auto& table = vocabulary(ModelVersion::v0_19);
  EXPECT_EQ(table.size(), 177U);
  EXPECT_EQ(table.at(U'$'), 0);
  EXPECT_EQ(table.at(U'"'), 11);
  EXPECT_EQ(table.at(U'A'), 17);
  EXPECT_EQ(table.at(U'g'), 49);
  EXPECT_EQ(table.at(U'\''), 176);
  EXPECT_EQ(table.at(0x0329), 175);
  EXPECT_EQ(table.at(U'ᵻ'), 177);
}

TEST(Vocabulary, VersionsShareMostIds) {
  const auto& old = vocabulary(ModelVersion::v0_19);
  const auto shared =
      std::count_if(vocabulary(ModelVersion::v1_0).begin(), vocabulary(ModelVersion::v1_0).end(),
                    [&](const auto& row) { return old.contains(row.first) && old.at(row.first) == row.second; });
  EXPECT_EQ(shared, 103);
}

TEST(Vocabulary, IdsLeaveUnknownCharactersOut) {
  const auto& table = vocabulary(ModelVersion::v1_0);
  EXPECT_EQ(token_ids("bɔ̃ g!", table), (std::vector<std::int32_t>{44, 76, 17, 16, 5}));
  EXPECT_TRUE(token_ids("", table).empty());
}

TEST(Vocabulary, PunctuationAndStressAreNoSound) {
  for (const auto version : {ModelVersion::v1_0, ModelVersion::v0_19}) {
    const auto& table = vocabulary(version);
    for (const char* silent : {"", " ", "...!?", "“—”", "ˈ", "(ˌ:) …", "你"}) EXPECT_FALSE(has_sound(silent, table));
    for (const char* sound : {"a", "...a!?", "ʔ", "ˈə"}) EXPECT_TRUE(has_sound(sound, table));
  }
}

}  // namespace
}  // namespace kokoro::text
