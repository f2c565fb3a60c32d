#include "text/g2p/english/english_front_end.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "text/g2p/english/words_for_test.hpp"

namespace kokoro::text::english {
namespace {

const EnglishFrontEnd& american() {
  static const EnglishFrontEnd kFrontEnd(**EspeakLibrary::instance(), table_for_test(false), false);
  return kFrontEnd;
}

std::vector<PhonemeToken> tokens_of(const std::string& text) {
  std::vector<PhonemeToken> tokens;
  const auto chunks = american().chunks(text, {}).value();
  for (const TextChunk& chunk : chunks) {
    tokens.insert(tokens.end(), chunk.tokens.begin(), chunk.tokens.end());
  }
  return tokens;
}

std::string said(const std::string& text) {
  std::string out;
  const auto chunks = american().chunks(text, {}).value();
  for (const TextChunk& chunk : chunks) out += (out.empty() ? "" : "|") + chunk.phonemes;
  return out;
}

TEST(EnglishFrontEnd, SpeaksByPartOfSpeechAndContext) {
  EXPECT_EQ(said("The apple is used to the use."), "ði ˈæpᵊl ɪz jˈust tə ðə jˈus.");
  EXPECT_EQ(said("I object to the object."), "ˌI əbʤˈɛkt tə ði ˈɑbʤəkt.");
}

TEST(EnglishFrontEnd, TellsTheLetterFromTheArticle) {
  for (const char* text : {"use A", "to A to", "A B", "the A.", "the N/A.", "use A-to", "(A)", "A, the", "A to the"}) {
    EXPECT_NE(said(text).find("ˈA"), std::string::npos) << text << ": " << said(text);
  }
  for (const char* text :
       {"A use", "THE USE OF A USE", "Use A Use", "use. A use", "\"A use", "use a use", "I. A use"}) {
    EXPECT_EQ(said(text).find("ˈA"), std::string::npos) << text << ": " << said(text);
  }
}

TEST(EnglishFrontEnd, SaysTheUsersWordsByTheirPartOfSpeech) {
  auto words = std::make_shared<UserLexicon>();
  ASSERT_TRUE(words->add_lines("use\t/vvv/\ten\tverb\nuse\tthe apple\ten-us\tnoun\n", "test"));
  const ReadingOptions options{.normalize = {}, .lexicon = words};
  const auto read = american().read("I use the use. [use](/zz/)", options, {}).value();
  std::string out;
  for (const PhonemeToken& token : read.at(0)) out += token.phonemes + (token.space_after ? " " : "");
  EXPECT_EQ(out, "ˌI vvv ðə ði ˈæpᵊl. zz");
}

TEST(EnglishFrontEnd, EveryTokenKnowsItsBytes) {
  const std::string text = "“Café,” [Paul](/pˈɔl/) said:\n$5 to\u00a0you.";
  std::vector<std::string> words;
  for (const PhonemeToken& token : tokens_of(text)) {
    EXPECT_EQ(text.substr(token.begin_byte, token.end_byte - token.begin_byte), token.text);
    if (token.is_word) words.push_back(token.text);
  }
  EXPECT_EQ(words, (std::vector<std::string>{"Café", "Paul", "said", "$5", "$5", "to", "you"}));
}

TEST(EnglishFrontEnd, SaysTheCurrencyAfterItsNumber) {
  const auto tokens = tokens_of("$1.");
  ASSERT_EQ(tokens.size(), 3U);
  // Two words that are written as one: both have its place.
  EXPECT_EQ(tokens[0].phonemes + " " + tokens[1].phonemes, "wˈʌn dˈɑləɹ");
  EXPECT_EQ(tokens[0].text, "$1");
  EXPECT_EQ(tokens[1].text, "$1");
  EXPECT_FALSE(tokens[2].is_word);
}

TEST(EnglishFrontEnd, MarkupDecides) {
  EXPECT_EQ(said("[word](/ˈɛks/) [word](link)"), "ˈɛks wˈɜɹd");
  EXPECT_EQ(said("[the word](/ˈɛks/)"), "ˈɛks");
}

TEST(EnglishFrontEnd, ReadsOtherScriptsWithTheirVoices) {
  const auto tokens = tokens_of("The word Москва.");
  ASSERT_GE(tokens.size(), 3U);
  EXPECT_EQ(tokens[2].text, "Москва");
  EXPECT_EQ(tokens[2].phonemes, "mʌskvˈɑ");
}

TEST(EnglishFrontEnd, SpacesAreSingleAndParagraphsApart) {
  EXPECT_EQ(said("  the \t word  ...  \n\n the * word "), "ðə wˈɜɹd ...|ðə wˈɜɹd");
  EXPECT_TRUE(american().chunks(" \n ", {}).value().empty());
  EXPECT_TRUE(american().chunks("", {}).value().empty());
}

TEST(EnglishFrontEnd, StopsWhenCancelled) {
  CancelSource stop;
  stop.cancel();
  const auto chunks = american().chunks("the word", stop.token());
  ASSERT_FALSE(chunks.has_value());
  EXPECT_EQ(chunks.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace kokoro::text::english
