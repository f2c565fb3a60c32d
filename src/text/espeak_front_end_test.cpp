#include "text/front_ends.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "base/utf8.hpp"
#include "test_rows.hpp"
#include "text/g2p/espeak/given_words.hpp"
#include "text/g2p/normalize.hpp"

namespace kokoro::text {
namespace {

std::unique_ptr<FrontEnd> front_end(std::string_view language, ModelVersion version = ModelVersion::v1_0) {
  return std::move(make_front_end(*find_language(language), version).value());
}

std::string joined(const std::vector<PhonemeToken>& tokens) {
  std::string out;
  for (const PhonemeToken& token : tokens) out += token.phonemes + (token.space_after ? " " : "");
  const std::size_t end = out.find_last_not_of(' ');
  return out.substr(0, end == std::string::npos ? 0 : end + 1);
}

/// Phonemes of all chunks, after a check of what holds for every text.
std::string checked(const FrontEnd& reader, std::string_view text) {
  const auto chunks = reader.chunks(text, {});
  if (!chunks) return "error: " + chunks.error().message;
  std::string all;
  std::size_t last_begin = 0;
  std::size_t last_end = 0;
  for (const TextChunk& chunk : *chunks) {
    EXPECT_EQ(joined(chunk.tokens), chunk.phonemes) << text;
    EXPECT_FALSE(chunk.phonemes.empty()) << text;
    EXPECT_LE(count_code_points(chunk.phonemes), 510U) << text;
    for (const PhonemeToken& token : chunk.tokens) {
      // In order; "$5" is said as two words with one span, and "℅" may end one word and begin the next.
      EXPECT_LE(last_begin, token.begin_byte) << text;
      EXPECT_LE(last_end, token.end_byte) << text;
      EXPECT_LE(token.begin_byte, token.end_byte) << text;
      EXPECT_LE(token.end_byte, text.size());
      if (!token.text.empty()) {
        EXPECT_EQ(token.text, text.substr(token.begin_byte, token.end_byte - token.begin_byte));
      }
      last_begin = token.begin_byte;
      last_end = token.end_byte;
    }
    if (!all.empty()) all += ' ';
    all += chunk.phonemes;
  }
  return all;
}

TEST(EspeakFrontEnd, GivesTheExpectedPhonemes) {
  for (const auto& row : test_rows("phonemes.tsv", 4)) {
    EXPECT_EQ(checked(*front_end(row[0], *parse_version(row[1])), row[2]), row[3]) << row[0] << ' ' << row[2];
  }
}

TEST(EspeakFrontEnd, GivesEachWrittenWordItsOwnSpan) {
  const std::string text = "In the 42 boxes, don’t!";
  const auto chunks = front_end("a")->chunks(text, {}).value();
  ASSERT_EQ(chunks.size(), 1U);
  const std::vector<std::pair<std::string, std::string>> expected{
      {"In", "ɪn"},         {"the", "ðə"}, {"42", "fˈɔɹTi"},   {"42", "tˈu"},
      {"boxes", "bˈɑksᵻz"}, {",", ","},    {"don’t", "dˈOnt"}, {"!", "!"}};
  ASSERT_EQ(chunks[0].tokens.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const PhonemeToken& token = chunks[0].tokens[i];
    EXPECT_EQ(token.text, expected[i].first);
    EXPECT_EQ(token.phonemes, expected[i].second);
    EXPECT_EQ(text.substr(token.begin_byte, token.end_byte - token.begin_byte), expected[i].first);
    EXPECT_EQ(token.is_word, expected[i].first != "," && expected[i].first != "!");
  }
}

TEST(EspeakFrontEnd, GivesNothingForWhatCannotBeSpoken) {
  const auto reader = front_end("a");
  for (const std::string_view text : {"", " \n\t ", "...", "!?()\n\"", "😀 ** --", "\xFF\xFE\x80"}) {
    EXPECT_TRUE(reader->chunks(text, {}).value().empty()) << text;
  }
}

TEST(EspeakFrontEnd, ReadsPastNulAndInvalidBytes) {
  const auto reader = front_end("a");
  EXPECT_EQ(checked(*reader, std::string_view("cat\0dog", 7)), checked(*reader, "cat dog"));
  EXPECT_EQ(checked(*reader, "cat \xC3 dog\xE2\x82"), checked(*reader, "cat dog"));
}

TEST(EspeakFrontEnd, SaysWhatPauseFollowsAChunk) {
  const auto chunks = front_end("a")->chunks("One.\nTwo?\n\nThree", {}).value();
  ASSERT_EQ(chunks.size(), 3U);
  EXPECT_EQ(chunks[0].boundary, Boundary::paragraph);
  EXPECT_EQ(chunks[1].boundary, Boundary::paragraph);
  EXPECT_EQ(chunks[2].boundary, Boundary::none);
  EXPECT_EQ(front_end("a")->chunks("Done.", {}).value()[0].boundary, Boundary::sentence);
}

TEST(EspeakFrontEnd, StopsWhenCancelled) {
  CancelSource source;
  source.cancel();
  const auto chunks = front_end("a")->chunks("Hello.", source.token());
  ASSERT_FALSE(chunks.has_value());
  EXPECT_EQ(chunks.error().code, ErrorCode::cancelled);
}

TEST(EspeakFrontEnd, TakesAMegabyteOfAnything) {
  const auto reader = front_end("a");
  EXPECT_GT(checked(*reader, std::string(1'000'000, 'a')).size(), 100'000U);
  EXPECT_TRUE(reader->chunks(std::string(1'000'000, '('), {}).value().empty());
  std::string marks = "e";
  while (marks.size() < 1'000'000) marks += "\u0301";
  EXPECT_EQ(reader->chunks(marks, {}).value().size(), 1U);
}

/// Random text of many scripts, punctuation that espeak-ng is known to crash on, and broken bytes.
std::string random_text(std::mt19937& random) {
  static constexpr std::pair<char32_t, char32_t> kBlocks[] = {
      {0x20, 0x7E},     {0x61, 0x7A},     {0x30, 0x39},     {0xA0, 0x17F},    {0x300, 0x36F},   {0x370, 0x3FF},
      {0x400, 0x4FF},   {0x5D0, 0x5F4},   {0x600, 0x6FF},   {0x900, 0x97F},   {0x980, 0x9FF},   {0xE00, 0xE5B},
      {0x2000, 0x206F}, {0x20A0, 0x214F}, {0x3000, 0x30FF}, {0x4E00, 0x4EFF}, {0xAC00, 0xACFF}, {0xFF00, 0xFFEF}};
  std::string text;
  const auto runs = 1 + random() % 12;
  for (std::size_t r = 0; r < runs; ++r) {
    const auto& [first, last] = kBlocks[random() % std::size(kBlocks)];
    for (auto length = 1 + random() % 9; length > 0; --length) {
      append_utf8(text, first + static_cast<char32_t>(random() % (last - first + 1)));
    }
    constexpr std::string_view kBetween = "  -([.\"%'\n,:\xFF";
    if (random() % 2 != 0) text += kBetween[random() % kBetween.size()];
  }
  return text;
}

TEST(EspeakFrontEnd, SurvivesMixedScriptsInEveryLanguage) {
  unsigned seed = 0;
  for (const Language& language : languages()) {
    const auto reader = front_end(language.tag, seed % 5 == 0 ? ModelVersion::v0_19 : ModelVersion::v1_0);
    std::mt19937 random(seed++);
    const int texts = language.code.size() == 1 ? 60 : 6;
    for (int i = 0; i < texts; ++i) checked(*reader, random_text(random));
  }
}

TEST(EspeakFrontEnd, HasEveryWordOfTheSpokenTextInOneChunk) {
  static constexpr std::string_view kPieces[] = {
      "word",     "$5.30",       "10-20%",    "Dr. Who", "555-123-4567", "https://a.com/b",
      "**bold**", "[hi](/hˈI/)", "\n\nnext",  "(a)",     "\"quoted,\"",  "U.S.",
      "…",        "—",           "e.g. this", "привет",  "2024-05-01",   "😀",
      "a.b",      "1,234,567"};
  const auto reader = front_end("a");
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    for (auto count = 1 + random() % 60; count > 0; --count)
      text += std::string(kPieces[random() % std::size(kPieces)]) + ' ';
    std::vector<ForcedWord> forced;
    const SpokenText spoken = take_forced_words(normalize(text, {}, "en-us"), forced);
    const Source source(spoken.text);
    std::vector<std::pair<std::size_t, std::size_t>> expected;
    for (const Item& item : scan_around(source, spoken.text, true, forced)) {
      if (item.is_word()) expected.push_back(spoken.source_span(source.byte(item.begin), source.byte(item.end)));
    }
    std::vector<std::pair<std::size_t, std::size_t>> found;
    const auto chunks = reader->chunks(text, {}).value();
    for (const TextChunk& chunk : chunks) {
      EXPECT_LE(count_code_points(chunk.phonemes), 510U);
      for (const PhonemeToken& token : chunk.tokens) {
        if (token.is_word) found.emplace_back(token.begin_byte, token.end_byte);
      }
    }
    ASSERT_EQ(found, expected) << text;
  }
}

TEST(EspeakFrontEnd, SpeaksGivenPhonemesAndLexicons) {
  const auto reader = front_end("a");
  EXPECT_EQ(checked(*reader, "Say [tomato](/təmˈɑTO/), 2 times."), "sˈA təmˈɑTO, tˈu tˈImz.");
  auto lexicon = std::make_shared<UserLexicon>();
  ASSERT_TRUE(lexicon->add({"tomato", "/təmˈɑTO/", "", ""}));
  ReadingOptions options;
  options.lexicon = lexicon;
  const auto chunks = make_chunks(reader->read("Tomato!", options, {}).value());
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_EQ(chunks[0].phonemes, "təmˈɑTO!");
  EXPECT_EQ(chunks[0].tokens[0].text, "Tomato");
}

TEST(EspeakFrontEnd, GivesThreadsTheSameAsOneAlone) {
  const std::string english = "The quick brown fox jumps over the lazy dog, and then it runs away.";
  const std::string french = "Portez ce vieux whisky au juge blond qui fume.";
  const auto a = front_end("a");
  const auto f = front_end("f");
  const std::string expected_a = checked(*a, english);
  const std::string expected_f = checked(*f, french);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const bool even = (t + i) % 2 == 0;
        EXPECT_EQ(checked(even ? *a : *f, even ? english : french), even ? expected_a : expected_f);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace kokoro::text
