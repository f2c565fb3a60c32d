#include "text/front_ends.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "test_rows.hpp"

namespace kokoro::text {
namespace {

TEST(Languages, AreKokorosNineThenOthersByTag) {
  const auto& all = languages();
  ASSERT_GT(all.size(), 100U);
  std::string letters;
  for (std::size_t i = 0; i < 9; ++i) letters += all[i].code;
  EXPECT_EQ(letters, "abefhijpz");
  EXPECT_TRUE(std::is_sorted(all.begin() + 9, all.end(), [](const auto& a, const auto& b) { return a.tag < b.tag; }));
  std::set<std::string_view> tags;
  for (const Language& language : all) EXPECT_TRUE(tags.insert(language.tag).second) << language.tag;
}

TEST(Languages, AreFoundByLetterTagAndAlias) {
  for (const auto& row : test_rows("languages.tsv", 2)) {
    const Language* found = find_language(row[0]);
    EXPECT_EQ(found == nullptr ? "-" : std::string(found->tag), row[1]) << row[0];
  }
}

TEST(Languages, OfAVoiceIsItsFirstLetter) {
  EXPECT_EQ(language_of_voice("af_heart")->tag, "en-us");
  EXPECT_EQ(language_of_voice("bm_george")->tag, "en-gb");
  EXPECT_EQ(language_of_voice("zf_xiaobei")->tag, "zh");
  EXPECT_EQ(language_of_voice("af")->tag, "en-us");
  EXPECT_EQ(language_of_voice("bella"), nullptr);
  EXPECT_EQ(language_of_voice("amber"), nullptr);
  EXPECT_EQ(language_of_voice(""), nullptr);
}

TEST(FrontEnds, OfUnknownLanguagesAreNotFound) {
  const auto front_end =
      make_front_end(Language{.code = "xx", .tag = "xx", .name = "Nothing", .espeak_voice = "xx"}, ModelVersion::v1_0);
  ASSERT_FALSE(front_end.has_value());
  EXPECT_EQ(front_end.error().code, ErrorCode::not_found);
}

TEST(FrontEnds, OfEveryLanguageCanBeMade) {
  for (const Language& language : languages()) {
    EXPECT_TRUE(make_front_end(language, ModelVersion::v1_0).has_value()) << language.tag;
  }
}

}  // namespace
}  // namespace kokoro::text
