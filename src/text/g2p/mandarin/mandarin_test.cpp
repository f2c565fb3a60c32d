#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "test_rows.hpp"
#include "text/g2p/mandarin/dictionary.hpp"
#include "text/g2p/mandarin/mandarin_front_end.hpp"
#include "text/g2p/mandarin/numbers.hpp"
#include "text/g2p/mandarin/segmenter.hpp"
#include "text/g2p/mandarin/spoken_mandarin.hpp"

namespace kokoro::text {
namespace {

TEST(MandarinNumbers, AreReadAsCn2anDoes) {
  for (const auto& row : test_rows("mandarin_numbers.tsv", 2)) EXPECT_EQ(mandarin_decimal(row[0]), row[1]) << row[0];
}

TEST(SpokenMandarin, SpellsNumbersAndSymbols) {
  for (const auto& row : test_rows("mandarin_spoken.tsv", 2)) {
    EXPECT_EQ(spoken_mandarin(Source(row[0]), {}).text, row[1]) << row[0];
  }
}

TEST(MandarinPolyphones, FollowTheirContext) {
  const MandarinFrontEnd reader(MandarinDictionary::built_in(), ModelVersion::v1_0);
  for (const auto& row : test_rows("mandarin_polyphones.tsv", 2)) {
    const auto chunks = reader.chunks(row[0], {}).value();
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_NE(chunks[0].phonemes.find(row[1]), std::string::npos) << row[0] << ": " << chunks[0].phonemes;
  }
}

TEST(MandarinSegmenter, DividesAsJiebaDoes) {
  const auto& dictionary = MandarinDictionary::built_in();
  // jieba 0.42.1's own examples.
  const std::vector<std::vector<std::u32string>> sentences{
      {U"我", U"来到", U"北京", U"清华大学"},
      {U"他", U"来到", U"了", U"网易", U"杭研", U"大厦"},
      {U"小明", U"硕士", U"毕业", U"于", U"中国科学院", U"计算所"}};
  for (const auto& words : sentences) {
    std::u32string run;
    std::vector<std::size_t> lengths;
    for (const auto& word : words) {
      run += word;
      lengths.push_back(word.size());
    }
    EXPECT_EQ(segment_mandarin(dictionary, run), lengths);
  }
}

TEST(MandarinWords, TakeTheReadingOfTheirPhrase) {
  const auto& dictionary = MandarinDictionary::built_in();
  EXPECT_EQ(read_mandarin_word(dictionary, U"银行"), "i↗nxa↗ŋ");
  EXPECT_EQ(read_mandarin_word(dictionary, U"行"), "ɕi↗ŋ");
  EXPECT_EQ(read_mandarin_word(dictionary, U"重庆"), "ꭧʰʊ↗ŋʨʰi↘ŋ");
  EXPECT_EQ(read_mandarin_word(dictionary, U"一个"), "i↗kɤ↘");
  EXPECT_EQ(read_mandarin_word(dictionary, U"银x行"), "i↗nɕi↗ŋ");
}

/// The packed dictionary, at an address that open() accepts.
std::vector<double> packed() {
  std::ifstream file(KOKORO_SOURCE_DIR "/assets/mandarin/dictionary.bin", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::vector<double> out(bytes.size() / 8);
  std::memcpy(out.data(), bytes.data(), out.size() * 8);
  return out;
}

TEST(MandarinDictionary, RefusesDamagedFiles) {
  const std::vector<double> whole = packed();
  const auto bytes = std::as_bytes(std::span(whole));
  ASSERT_TRUE(MandarinDictionary::open(bytes).has_value());
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{40}, std::size_t{48}, bytes.size() / 2, bytes.size() - 8}) {
    const auto opened = MandarinDictionary::open(bytes.first(size));
    ASSERT_FALSE(opened.has_value()) << size;
    EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  }
  // Every 32-bit word of the header, made huge.
  for (std::size_t at = 8; at < 48; at += 4) {
    std::vector<double> bad = whole;
    const std::uint32_t huge = 0xFFFFFFF0;
    std::memcpy(reinterpret_cast<char*>(bad.data()) + at, &huge, 4);
    const auto opened = MandarinDictionary::open(std::as_bytes(std::span(bad)));
    // The sum of frequencies only scales probabilities.
    EXPECT_EQ(opened.has_value(), at == 44) << at;
  }
}

TEST(MandarinFrontEnd, GivesWordsTheirBytes) {
  const std::string text = "我在2024年，花了￥100买书。";
  const auto chunks = MandarinFrontEnd(MandarinDictionary::built_in(), ModelVersion::v1_0).chunks(text, {}).value();
  ASSERT_EQ(chunks.size(), 1U);
  std::vector<std::string> words;
  for (const PhonemeToken& token : chunks[0].tokens) {
    EXPECT_EQ(token.text, text.substr(token.begin_byte, token.end_byte - token.begin_byte));
    if (token.is_word) words.push_back(token.text);
  }
  EXPECT_EQ(words, (std::vector<std::string>{"我", "在", "2024年", "花", "了", "￥100", "买", "书"}));
}

TEST(MandarinFrontEnd, EndsChunksAtSentences) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "今天天气很好，我们一起去公园散步吧。";
  const auto chunks = MandarinFrontEnd(MandarinDictionary::built_in(), ModelVersion::v1_0).chunks(text, {}).value();
  ASSERT_GT(chunks.size(), 5U);
  for (const TextChunk& chunk : chunks) EXPECT_EQ(chunk.tokens.back().text, "。");
}

TEST(MandarinFrontEnd, SpellsAffricatesOutForTheOldModel) {
  const auto chunks =
      MandarinFrontEnd(MandarinDictionary::built_in(), ModelVersion::v0_19).chunks("中国。", {}).value();
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_EQ(chunks[0].phonemes, "ʈʂʊ→ŋkwo↗.");
}

TEST(MandarinFrontEnd, SurvivesFloods) {
  const MandarinFrontEnd reader(MandarinDictionary::built_in(), ModelVersion::v1_0);
  for (const std::string_view unit : {"中", "的", "龘", "1", "，", "々", "一丁", "1-", "😀"}) {
    std::string text;
    while (text.size() < 300'000) text += unit;
    ASSERT_TRUE(reader.chunks(text, {}).has_value());
  }
}

}  // namespace
}  // namespace kokoro::text
