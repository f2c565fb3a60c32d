#include "text/front_ends.hpp"

#include <gtest/gtest.h>

#include <set>

#include "text/g2p/mandarin/spoken_mandarin.hpp"
#include "text/g2p/mixed/foreign_runs.hpp"

namespace kokoro::text {
namespace {

std::unique_ptr<FrontEnd> front_end(std::string_view language) {
  return std::move(make_front_end(*find_language(language), ModelVersion::v1_0).value());
}

std::string phonemes(const FrontEnd& reader, std::string_view text) {
  const auto chunks = reader.chunks(text, {});
  if (!chunks) return "error: " + chunks.error().message;
  std::string out;
  for (const TextChunk& chunk : *chunks) out += (out.empty() ? "" : " ") + chunk.phonemes;
  return out;
}

/// "text:tag" of each run.
std::vector<std::string> runs(std::string_view text, const ForeignRules& rules) {
  const Source source(text);
  std::vector<std::string> out;
  for (const ForeignRun& run : find_foreign_runs(source, rules, {})) {
    out.push_back(std::string(source.text(run.begin, run.end)) + ":" + std::string(run.tag));
  }
  return out;
}

using Runs = std::vector<std::string>;

TEST(ForeignRuns, InEnglishAreHanAndKana) {
  const ForeignRules english{.reads_others = true};
  EXPECT_EQ(runs("I like 北京 and 上海.", english), (Runs{"北京:zh", "上海:zh"}));
  EXPECT_EQ(runs("東京 and ありがとう", english), (Runs{"東京:ja", "ありがとう:ja"}));
  EXPECT_EQ(runs("“東京”: ありがとう!\nHi 東京.", english), (Runs{"“東京”: ありがとう!:ja", "東京:ja"}));
  EXPECT_EQ(runs("He said 「今日は、暑い」 today", english), (Runs{"今日は、暑い:ja"}));
  EXPECT_EQ(runs("born 2024年5月, ok", english), (Runs{"2024年5月:zh"}));
  EXPECT_EQ(runs("1 ｶﾀｶﾅ", english), (Runs{"ｶﾀｶﾅ:ja"}));
  EXPECT_EQ(runs("plain Ελλάδα Москва", english), Runs{});
}

TEST(ForeignRuns, InMandarinAreWordsWithTheirDigits) {
  const ForeignRules mandarin{.reads_han = true, .own_end = end_of_mandarin_unit};
  EXPECT_EQ(runs("我用GPT-4写machine learning的iPhone15。", mandarin),
            (Runs{"GPT-4:en-us", "machine learning:en-us", "iPhone15:en-us"}));
  EXPECT_EQ(runs("跑了5km和3 kg，今天5°C或9 °F，5°角", mandarin), Runs{});
  EXPECT_EQ(runs("看https://example.com/a_b?c=1吧", mandarin), (Runs{"https://example.com/a_b?c=1:en-us"}));
  EXPECT_EQ(runs("他说ありがとう很好", mandarin), (Runs{"ありがとう:ja"}));
  EXPECT_EQ(runs("OK。Yes", mandarin), (Runs{"OK。Yes:en-us"}));
  EXPECT_EQ(runs("(Yes) はい.", mandarin), (Runs{"(Yes) :en-us", "はい.:ja"}));
}

TEST(MixedFrontEnd, ReadsEachWordInItsLanguage) {
  EXPECT_EQ(phonemes(*front_end("a"), "I live in 東京. ありがとう!"), "I lˈɪv ɪn toːkʲoː. aɾʲiɡatoː!");
  EXPECT_EQ(phonemes(*front_end("e"), "Vivo en 北京."), phonemes(*front_end("e"), "Vivo en") + " pei↓ʨi→ŋ.");
  EXPECT_EQ(phonemes(*front_end("z"), "我的book，很好"), "wo↓ tɤ bˈʊk, xə↓n xau↓");
  EXPECT_EQ(phonemes(*front_end("j"), "本のbookです。"), "hoɴ no bˈʊk desɨ.");
  EXPECT_EQ(phonemes(*front_end("z"), "今天5℃。"), phonemes(*front_end("z"), "今天五摄氏度。"));
  EXPECT_EQ(phonemes(*front_end("j"), "5℃です。"), phonemes(*front_end("j"), "5°です。"));
  EXPECT_EQ(phonemes(*front_end("z"), "English only."), phonemes(*front_end("a"), "English only."));
}

TEST(MixedFrontEnd, GivesEveryWordItsBytes) {
  const std::string text = "我用GPT写\n“machine learning”的书。";
  const auto chunks = front_end("z")->chunks(text, {}).value();
  std::vector<std::string> words;
  std::size_t last = 0;
  for (const TextChunk& chunk : chunks) {
    for (const PhonemeToken& token : chunk.tokens) {
      EXPECT_EQ(token.text, text.substr(token.begin_byte, token.end_byte - token.begin_byte));
      EXPECT_GE(token.begin_byte, last);
      last = token.end_byte;
      if (token.is_word) words.push_back(token.text);
    }
  }
  EXPECT_EQ(words, (std::vector<std::string>{"我用", "GPT", "写", "machine", "learning", "的", "书"}));
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(chunks[0].boundary, Boundary::paragraph);
}

TEST(MixedFrontEnd, KeepsWordsInOrderThatAreReadOverOthers) {
  for (const char* language : {"a", "e", "f", "i"}) {
    std::size_t last_begin = 0;
    std::size_t last_end = 0;
    bool foreign = false;
    const auto chunks = front_end(language)->chunks("A: $年5, $北京 1000 b.", {}).value();
    for (const TextChunk& chunk : chunks) {
      for (const PhonemeToken& token : chunk.tokens) {
        EXPECT_GE(token.begin_byte, last_begin) << language << ": " << token.text;
        EXPECT_GE(token.end_byte, last_end) << language << ": " << token.text;
        last_begin = token.begin_byte;
        last_end = token.end_byte;
        foreign |= token.text == "北京";
      }
    }
    EXPECT_TRUE(foreign) << language;
  }
}

TEST(MixedFrontEnd, GivesEqualWordsTheirOwnPlaces) {
  const auto chunks = front_end("j")->chunks("GPTとGPTのяहとGPT。GPT", {}).value();
  std::vector<std::size_t> places;
  std::set<std::string> said;
  for (const TextChunk& chunk : chunks) {
    for (const PhonemeToken& token : chunk.tokens) {
      if (token.text != "GPT") continue;
      places.push_back(token.begin_byte);
      said.insert(token.phonemes);
    }
  }
  EXPECT_EQ(places, (std::vector<std::size_t>{0, 6, 20, 26}));
  EXPECT_EQ(said.size(), 1U);
}

TEST(MixedFrontEnd, NamesThePackageThatAForeignWordNeeds) {
  const TextData data{.lexicons = {}, .mecab_dictionary = "/nonexistent"};
  const auto reader = make_front_end(*find_language("a"), ModelVersion::v1_0, data).value();
  EXPECT_TRUE(reader->chunks("Hello 北京.", {}).has_value());
  const auto chunks = reader->chunks("Hello ありがとう.", {});
  ASSERT_FALSE(chunks.has_value());
  EXPECT_EQ(chunks.error().code, ErrorCode::unavailable);
  EXPECT_NE(chunks.error().hint.find("open-jtalk-mecab-naist-jdic"), std::string::npos);
}

TEST(MixedFrontEnd, MandarinReadsTheDigitsBehindLetters) {
  const auto reader = std::move(make_front_end(*find_language("zh"), ModelVersion::v1_0).value());
  for (const auto& [text, said] : {std::pair{"A4纸", "sɨ↘"}, std::pair{"PM2.5", "ɚ↘tjɛ↓n"}}) {
    const auto chunks = reader->chunks(text, {}).value();
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_NE(chunks[0].phonemes.find(said), std::string::npos) << text << ": " << chunks[0].phonemes;
  }
}

}  // namespace
}  // namespace kokoro::text
