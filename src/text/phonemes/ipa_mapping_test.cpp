#include "text/phonemes/ipa_mapping.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "test_rows.hpp"
#include "text/espeak/align.hpp"
#include "text/phonemes/marks.hpp"

namespace kokoro::text {
namespace {

TEST(MapIpa, GivesTheModelsAlphabet) {
  const std::map<std::string, IpaMapping> mappings{
      {"english_us", IpaMapping::english_us}, {"english_gb", IpaMapping::english_gb}, {"kokoro", IpaMapping::kokoro},
      {"foreign", IpaMapping::foreign},       {"v019_us", IpaMapping::v019_us},       {"v019_gb", IpaMapping::v019_gb}};
  for (const auto& row : test_rows("ipa.tsv", 3)) {
    std::string ipa = row[0];
    for (std::size_t at = ipa.find('^'); at != std::string::npos; at = ipa.find('^')) ipa.replace(at, 1, "\u0361");
    EXPECT_EQ(map_ipa(ipa, mappings.at(row[1])), row[2]) << row[0] << ' ' << row[1];
  }
}

TEST(MarkPhonemes, FollowTheAlphabet) {
  EXPECT_EQ(mark_phonemes(U'"', 1, true, IpaMapping::english_us), "“");
  EXPECT_EQ(mark_phonemes(U'"', 1, false, IpaMapping::english_us), "”");
  EXPECT_EQ(mark_phonemes(U'"', 1, true, IpaMapping::kokoro), "\"");
  EXPECT_EQ(mark_phonemes(U'[', 1, true, IpaMapping::english_gb), "(");
  EXPECT_EQ(mark_phonemes(U'(', 1, true, IpaMapping::v019_us), "«");
  EXPECT_EQ(mark_phonemes(U'“', 1, true, IpaMapping::v019_us), "\"");
  EXPECT_EQ(mark_phonemes(U'!', 90, true, IpaMapping::english_us), "!!!");
  EXPECT_EQ(mark_phonemes(U'—', 2, true, IpaMapping::english_us), "—");
  EXPECT_EQ(mark_phonemes(U'।', 1, true, IpaMapping::kokoro), "");
}

std::string joined(const std::vector<WordShare>& shares) {
  std::string out;
  for (const WordShare& share : shares) out += share.phonemes + (share.space_after ? " " : "");
  return out;
}

TEST(AlignWords, DividesJoinedWords) {
  const auto shares = align_words("ʌvðə fˈɔɹTi tˈu kˈæts", {"ʌv", "ðə", "fˈɔɹTi tˈu", "kˈæts"});
  ASSERT_EQ(shares.size(), 4U);
  EXPECT_EQ(shares[0].phonemes, "ʌv");
  EXPECT_FALSE(shares[0].space_after);
  EXPECT_EQ(shares[1].phonemes, "ðə");
  EXPECT_TRUE(shares[1].space_after);
  EXPECT_EQ(shares[2].phonemes, "fˈɔɹTi tˈu");
  EXPECT_EQ(shares[3].phonemes, "kˈæts");
}

TEST(AlignWords, ToleratesOtherSoundsInContext) {
  const auto shares = align_words("ɡˈOɪŋtə bˈi", {"ɡˈOɪŋ", "tˈu", "bi"});
  EXPECT_EQ(shares[0].phonemes, "ɡˈOɪŋ");
  EXPECT_EQ(shares[1].phonemes, "tə");
  EXPECT_EQ(shares[2].phonemes, "bˈi");
}

TEST(AlignWords, LosesNothingHoweverDifferentTheSidesAre) {
  const std::string piece = "ab c ˈdef ghi";
  const std::vector<std::vector<std::string>> sides{{"", ""},
                                                    {"x", "", "y"},
                                                    {"ab c ˈdef ghi", "q"},
                                                    {std::string(3000, 'z'), "b"},
                                                    {"ghi", "ab", "c", "d", "e", "f", "g"}};
  for (const auto& alone : sides) EXPECT_EQ(joined(align_words(piece, alone)), piece);
  EXPECT_EQ(joined(align_words(std::string(3000, 'z'), {"a", "b"})), std::string(3000, 'z'));
}

}  // namespace
}  // namespace kokoro::text
