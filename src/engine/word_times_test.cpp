#include "engine/word_times.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "text/phonemes/vocabulary.hpp"

namespace kokoro::engine {
namespace {

text::PhonemeToken word(std::string phonemes, bool space_after, bool is_word = true) {
  text::PhonemeToken token;
  token.text = token.phonemes = std::move(phonemes);
  token.space_after = space_after;
  token.is_word = is_word;
  return token;
}

std::vector<WordTime> times(const std::vector<text::PhonemeToken>& tokens, const std::string& phonemes,
                            const std::vector<std::int32_t>& durations) {
  return word_times(tokens, phonemes, text::vocabulary(ModelVersion::v1_0), durations);
}

// One case of tests/data/pipeline/timestamps.txt, made by the reference.
struct ReferenceCase {
  std::string name;
  std::vector<std::int32_t> durations;
  std::string phonemes;
  std::vector<text::PhonemeToken> tokens;
  std::vector<std::pair<double, double>> expected;
};

std::vector<ReferenceCase> read_reference() {
  std::ifstream file(std::filesystem::path(KOKORO_SOURCE_DIR) / "tests/data/pipeline/timestamps.txt");
  std::vector<ReferenceCase> cases;
  for (std::string line; std::getline(file, line);) {
    const std::string kind = line.substr(0, line.find('\t'));
    if (line.starts_with('#')) continue;
    std::istringstream rest(line.substr(kind.size() + 1));
    if (kind == "case") cases.emplace_back().name = rest.str();
    if (kind == "durations") {
      for (std::int32_t frames = 0; rest >> frames;) cases.back().durations.push_back(frames);
    }
    if (kind == "phonemes") cases.back().phonemes = rest.str();
    if (kind != "word") continue;
    std::string phonemes;
    bool space = false;
    std::pair<double, double> span;
    std::getline(rest, phonemes, '\t');
    rest >> space >> span.first >> span.second;
    cases.back().tokens.push_back(word(phonemes, space));
    cases.back().expected.push_back(span);
  }
  return cases;
}

TEST(WordTimes, AgreeWithTheReference) {
  const auto cases = read_reference();
  ASSERT_GE(cases.size(), 20U);
  for (const auto& one : cases) {
    const auto got = times(one.tokens, one.phonemes, one.durations);
    ASSERT_EQ(got.size(), one.tokens.size()) << one.name;
    for (std::size_t i = 0; i < got.size(); ++i) {
      // There a space behind the last word, which the phonemes do not have, ends within the closing edge.
      const bool edge = i + 1 == got.size() && one.tokens[i].space_after;
      const double closing = edge ? one.durations.back() / 80.0 : 0.0;
      EXPECT_NEAR(got[i].start_s, one.expected[i].first, 1e-9) << one.name << " word " << i;
      EXPECT_NEAR(got[i].end_s + closing, one.expected[i].second, 1e-9) << one.name << " word " << i;
    }
  }
}

TEST(WordTimes, SpaceIsSharedAndTheLeadIsThreeFramesShort) {
  const auto got =
      times({word("hi", true), word("ju", false), word(".", false, false)}, "hi ju.", {5, 1, 2, 4, 3, 1, 2, 9});
  ASSERT_EQ(got.size(), 2U);
  EXPECT_DOUBLE_EQ(got[0].start_s, 2 / 40.0);
  EXPECT_DOUBLE_EQ(got[0].end_s, (2 + 3 + 2) / 40.0);
  EXPECT_DOUBLE_EQ(got[1].start_s, got[0].end_s);
  EXPECT_DOUBLE_EQ(got[1].end_s, (2 + 3 + 4 + 4) / 40.0);
}

TEST(WordTimes, CharactersOutsideTheVocabularyTakeNoTime) {
  const auto plain = times({word("ab", true), word("de", false)}, "ab de", {3, 1, 2, 3, 4, 5, 3});
  const auto foreign = times({word("a@b", true), word("d%e", false)}, "a@b d%e", {3, 1, 2, 3, 4, 5, 3});
  ASSERT_EQ(foreign.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_DOUBLE_EQ(foreign[i].start_s, plain[i].start_s);
    EXPECT_DOUBLE_EQ(foreign[i].end_s, plain[i].end_s);
  }
}

TEST(WordTimes, SilentWordsHaveAPlaceAndMoveNobody) {
  const auto got = times({word("ab", true), word("", true), word("de", false)}, "ab  de", {3, 1, 2, 3, 1, 4, 5, 3});
  ASSERT_EQ(got.size(), 3U);
  EXPECT_DOUBLE_EQ(got[0].end_s, (3 + 2) / 40.0);
  EXPECT_DOUBLE_EQ(got[1].start_s, got[0].end_s);
  EXPECT_DOUBLE_EQ(got[1].end_s, got[0].end_s);
  EXPECT_DOUBLE_EQ(got[2].end_s, (3 + 4 + 9) / 40.0);
}

TEST(WordTimes, NoDurationsNoTimes) {
  EXPECT_TRUE(times({word("a", false)}, "a", {}).empty());
  EXPECT_TRUE(times({word("a", false)}, "a", {3, 3}).empty());
}

}  // namespace
}  // namespace kokoro::engine
