#include "dictionary/misaki_wheel.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "crafted_zip.hpp"

namespace kokoro::dictionary {
namespace {

using test::make_zip;
using text::english::PronunciationEntry;
using text::english::PronunciationTable;

Blob blob_of(const std::string& bytes) {
  const auto owner = std::make_shared<const std::string>(bytes);
  return {std::as_bytes(std::span(owner->data(), owner->size())), owner, "misaki.whl"};
}

constexpr const char* kGold = R"({"use": {"DEFAULT": "jˈuz", "NOUN": "jˈus"}, "AM": {"DEFAULT": "æm", "NOUN": null}})";
constexpr const char* kSilver = R"({"mimsy": "mˈɪmzi"})";

TEST(MisakiWheel, GivesATableForEachDialect) {
  const auto packed = pack_misaki_wheel(blob_of(make_zip({{"misaki/data/us_gold.json", kGold},
                                                          {"misaki/data/us_silver.json", kSilver},
                                                          {"misaki/data/gb_gold.json", kSilver},
                                                          {"misaki/data/gb_silver.json", "{}"}})));
  ASSERT_TRUE(packed.has_value()) << packed.error().message;
  ASSERT_EQ(packed->size(), 2U);
  EXPECT_EQ((*packed)[0].file_name, "en-us.klex");
  EXPECT_EQ((*packed)[0].words, 3U);
  EXPECT_EQ((*packed)[1].file_name, "en-gb.klex");
  const auto table = PronunciationTable::open({(*packed)[0].bytes, nullptr, "us"});
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(*table->gold("use")->variant("NOUN"), U"jˈus");
  EXPECT_EQ(*table->gold("AM")->variant("NOUN"), std::nullopt);
  EXPECT_EQ(table->silver("mimsy")->usual(), U"mˈɪmzi");
  EXPECT_FALSE(table->gold("mimsy").has_value());
}

TEST(MisakiWheel, GivesTheJapaneseWordsAsTheyAre) {
  const auto packed = pack_misaki_wheel(blob_of(make_zip({{"misaki/data/us_gold.json", kGold},
                                                          {"misaki/data/us_silver.json", kSilver},
                                                          {"misaki/data/gb_gold.json", kSilver},
                                                          {"misaki/data/gb_silver.json", "{}"},
                                                          {"misaki/data/ja_words.txt", "東京\n"}})));
  ASSERT_TRUE(packed.has_value()) << packed.error().message;
  ASSERT_EQ(packed->size(), 3U);
  EXPECT_EQ((*packed)[2].file_name, "ja_words.txt");
  EXPECT_EQ((*packed)[2].words, 0U);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>((*packed)[2].bytes.data()), (*packed)[2].bytes.size()), "東京\n");
}

TEST(MisakiWheel, NamesWhatIsMissingOrWrong) {
  const auto without = pack_misaki_wheel(blob_of(make_zip({{"misaki/data/us_gold.json", kGold}})));
  ASSERT_FALSE(without.has_value());
  EXPECT_EQ(without.error().code, ErrorCode::corrupt);
  EXPECT_NE(without.error().message.find("us_silver.json"), std::string::npos);
  EXPECT_FALSE(pack_misaki_wheel(blob_of("no zip")).has_value());
}

TEST(MisakiWheel, RefusesJsonOfAnotherForm) {
  for (const char* json : {"", "[]", "{", R"({"a": 1})", R"({"a": {"NOUN": "x"}})", R"({"a": {"DEFAULT": []}})",
                           R"({"a": {"DEFAULT": {"b": {"c": {"d": "e"}}}}})"}) {
    std::vector<PronunciationEntry> words;
    const auto read = read_misaki_json(json, false, "x.json", words);
    ASSERT_FALSE(read.has_value()) << json;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
  }
}

}  // namespace
}  // namespace kokoro::dictionary
