#include "engine/phoneme_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/utf8.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::engine {
namespace {

using testing::HasSubstr;

Result<std::vector<text::TextChunk>> chunks_of(const std::string& text) {
  return chunk_phonemes(text, text::vocabulary(ModelVersion::v1_0));
}

std::string repeat(const std::string& part, std::size_t times) {
  std::string out;
  while (times-- > 0) out += part;
  return out;
}

TEST(PhonemeText, ShortTextIsOneChunkWithItsWords) {
  const auto chunks = chunks_of(" həlˈO,\n wˈɜɹld! ");
  ASSERT_TRUE(chunks);
  ASSERT_EQ(chunks->size(), 1U);
  const auto& chunk = chunks->front();
  EXPECT_EQ(chunk.phonemes, "həlˈO, wˈɜɹld!");
  EXPECT_EQ(chunk.boundary, text::Boundary::sentence);
  ASSERT_EQ(chunk.tokens.size(), 4U);
  EXPECT_EQ(chunk.tokens[0].phonemes, "həlˈO");
  EXPECT_TRUE(chunk.tokens[0].is_word);
  EXPECT_EQ(chunk.tokens[0].begin_byte, 1U);
  EXPECT_FALSE(chunk.tokens[1].is_word);
  EXPECT_TRUE(chunk.tokens[1].space_after);
  EXPECT_EQ(chunk.tokens[2].text, "wˈɜɹld");
}

TEST(PhonemeText, NamesTheFirstForeignCharacter) {
  const auto chunks = chunks_of("hə你lˈ@");
  ASSERT_FALSE(chunks);
  EXPECT_EQ(chunks.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(chunks.error().param, "text");
  EXPECT_THAT(chunks.error().message, HasSubstr("'你' (U+4F60) at byte 3"));
}

TEST(PhonemeText, NothingToSay) {
  for (const auto* text : {"", "  \n", "... !", " “ ” ", "ˈ!"}) {
    const auto chunks = chunks_of(text);
    ASSERT_TRUE(chunks);
    EXPECT_TRUE(chunks->empty()) << text;
  }
}

TEST(PhonemeText, LongTextLosesNothing) {
  const std::string text =
      repeat("wˈʌn tˈuː θɹˈiː, fˈɔɹ fˈIv. sˈɪks sˈɛvən; ", 100) + repeat("a", 1200) + " " + repeat("nˈO stˈɑps ", 200);
  const auto chunks = chunks_of(text);
  ASSERT_TRUE(chunks);
  std::string joined;
  for (const auto& chunk : *chunks) {
    EXPECT_LE(count_code_points(chunk.phonemes), kMaxChunkPhonemes);
    EXPECT_FALSE(chunk.phonemes.starts_with(' ') || chunk.phonemes.ends_with(' '));
    for (const auto& token : chunk.tokens) joined += token.phonemes;
  }
  std::string expected = text;
  std::erase(expected, ' ');
  EXPECT_EQ(joined, expected);
}

TEST(PhonemeText, BreaksAtTheBestMark) {
  const auto first = [](const std::string& text) { return chunks_of(text)->front(); };
  const std::string half = repeat("ab ", 100);  // 300 phonemes
  const auto sentence = first(half + "ab. ab, " + half);
  EXPECT_TRUE(sentence.phonemes.ends_with("ab."));
  EXPECT_EQ(sentence.boundary, text::Boundary::sentence);
  const auto clause = first(half + "ab; ab, " + half);
  EXPECT_EQ(clause.boundary, text::Boundary::clause);
  const auto comma = first(half + "ab, " + half);
  EXPECT_EQ(comma.boundary, text::Boundary::comma);
  const auto early = first("ab. " + half + half);  // too short a first chunk
  EXPECT_EQ(early.boundary, text::Boundary::none);
  EXPECT_GT(early.phonemes.size(), 400U);
  EXPECT_EQ(first(half + "ab.” " + half).boundary, text::Boundary::none);
  EXPECT_EQ(first("ab.”").boundary, text::Boundary::sentence);
}

}  // namespace
}  // namespace kokoro::engine
