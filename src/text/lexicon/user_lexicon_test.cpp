#include "text/lexicon/user_lexicon.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "text/lexicon/lexicon_folder.hpp"
#include "text/phonemes/ipa.hpp"

namespace kokoro::text {
namespace {

UserLexicon lexicon(std::string_view lines) {
  UserLexicon out;
  EXPECT_TRUE(out.add_lines(lines, "test"));
  return out;
}

TEST(UserLexicon, MarksItsWordsInTheText) {
  const UserLexicon words = lexicon(
      "# comment\nkokoro\t/kˈOkəɹO/\nNASA\tnasser\nC++\tsee plus plus\ten\nNew York\t/nuː jɔːk/\ten-gb\n"
      "read\t/ɹˈɛd/\ten\tVBD\n");
  EXPECT_EQ(words.apply("Kokoro, kokoro's kokoros.", "en-us").text, "[Kokoro](/kˈOkəɹO/), kokoro's kokoros.");
  EXPECT_EQ(words.apply("NASA, nasa and C++!", "en-us").text, "nasser, nasa and see plus plus!");
  EXPECT_EQ(words.apply("C++", "fr-fr").text, "C++");
  EXPECT_EQ(words.apply("in New York now", "en-gb").text, "in [New York](/nuː jɔːk/) now");
  EXPECT_EQ(words.apply("in New York now", "en-us").text, "in New York now");
  EXPECT_EQ(words.apply("[kokoro](/x/) a@kokoro /kokoro/ kokoro_x", "en-us").text,
            "[kokoro](/x/) a@kokoro /kokoro/ kokoro_x");
  EXPECT_EQ(words.apply("they read", "en-us").text, "they read");
  ASSERT_NE(words.find("read", "en-us", "VBD"), nullptr);
  EXPECT_EQ(words.find("read", "en-us", "VB"), nullptr);
}

TEST(UserLexicon, KnowsPartsOfSpeechByNameAndTag) {
  const UserLexicon words = lexicon("use\t/a/\t\tverb\nuse\t/b/\t\tnn\nuse\t/c/\nbow\t/d/\ten\tNoun\n");
  const auto said = [&](std::string_view word, std::string_view tag) {
    const LexiconEntry* entry = words.find(word, "en-us", tag);
    return entry == nullptr ? std::string() : entry->pronunciation;
  };
  EXPECT_EQ(said("use", "VBZ"), "/a/");
  EXPECT_EQ(said("use", "NN"), "/b/");
  EXPECT_EQ(said("use", "JJ"), "/c/");
  EXPECT_EQ(said("use", ""), "/c/");
  EXPECT_EQ(said("bow", "NNS"), "/d/");
  EXPECT_EQ(said("bow", "VB"), "");
  EXPECT_TRUE(words.has_parts_of_speech());
  UserLexicon other;
  EXPECT_FALSE(other.add({"a", "/x/", "", "noune"}));
  EXPECT_FALSE(other.add({"a b", "/x/", "", "noun"}));
  EXPECT_FALSE(other.has_parts_of_speech());
}

TEST(UserLexicon, ManyWaysToWriteOneWordCostNoMoreThanManyWords) {
  constexpr int kLetters = 13;
  const auto variant = [](int number) {
    std::string word(kLetters, 'a');
    for (int i = 0; i < kLetters; ++i) word[static_cast<std::size_t>(i)] = (number >> i & 1) != 0 ? 'A' : 'a';
    return word;
  };
  const char* const parts[] = {"noun", "verb", "adj", "adv", "VBD", "VBZ", "NNS", "JJR", "JJS", "RBR", "UH", "IN"};
  UserLexicon words;
  // Where each is compared with all before it this takes minutes.
  for (int i = 0; i < 1 << kLetters; ++i) {
    for (const char* part : parts)
      ASSERT_TRUE(words.add({variant(i), "/" + std::string(i % 2 ? "b" : "d") + "/", "", part}));
  }
  const std::string asked = variant(77);
  ASSERT_NE(words.find(asked, "en-us", "VBD"), nullptr);
  EXPECT_EQ(words.find(asked, "en-us", "VBD")->word, asked);
  EXPECT_EQ(words.find(asked, "en-us", "VBD")->part_of_speech, "VBD");
  EXPECT_EQ(words.find("aB", "en-us", "VBD"), nullptr);
}

TEST(UserLexicon, KnowsLanguagesByTagLetterAndName) {
  const UserLexicon words = lexicon("one\t/a/\ta\ntwo\t/b/\tPT\nthree\t/c/\tjp\n");
  EXPECT_NE(words.find("one", "en-us", {}), nullptr);
  EXPECT_EQ(words.find("one", "en-gb", {}), nullptr);
  EXPECT_NE(words.find("two", "pt-br", {}), nullptr);
  EXPECT_NE(words.find("three", "ja", {}), nullptr);
  UserLexicon other;
  const auto added = other.add_lines("a\t/x/\nb\t/x/\tklingon\n", "own.tsv");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message, "own.tsv:2: the lexicon's entry for 'b' has the unknown language 'klingon'");
  EXPECT_TRUE(other.empty());
}

TEST(UserLexicon, FindsWordsInScriptsWithoutSpaces) {
  const UserLexicon words = lexicon("東京\t/tˈOkjO/\n東京都\tとうきょうと\tja\nGPT\tジーピーティー\tja\n");
  EXPECT_EQ(words.apply("私は東京に住む。", "ja").text, "私は[東京](/tˈOkjO/)に住む。");
  EXPECT_EQ(words.apply("東京都とGPTです", "ja").text, "とうきょうととジーピーティーです");
  EXPECT_EQ(words.apply("東京都", "zh").text, "[東京](/tˈOkjO/)都");
}

TEST(UserLexicon, KeepsTheWayBackToTheText) {
  const std::string text = "say kokoro now";
  const SpokenText out = lexicon("kokoro\tko koro").apply(text, "en-us");
  EXPECT_EQ(out.text, "say ko koro now");
  EXPECT_EQ(out.source_span(7, 11), std::make_pair(std::size_t{4}, std::size_t{10}));
}

TEST(UserLexicon, NamesTheLineOfAnError) {
  UserLexicon words;
  const auto bad = words.add_lines("ok\t/a/\n\nword\n", "my.tsv");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::invalid_input);
  EXPECT_TRUE(bad.error().message.starts_with("my.tsv:3:")) << bad.error().message;
  EXPECT_TRUE(words.empty());
  EXPECT_FALSE(words.add({"a](", "/x/", "", ""}));
  EXPECT_FALSE(words.add({"a", "//", "", ""}));
}

TEST(UserLexicon, NamesTheSignThatIsNoIpa) {
  UserLexicon words;
  const auto added = words.add_lines("ok\t/ˈoʊkɪ/\nkanji\t/kˈæn漢字/\n", "my.tsv");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(added.error().message,
            "my.tsv:2: the lexicon's entry for 'kanji' has '漢' (U+6F22) among its phonemes, which is no sign of IPA");
  EXPECT_TRUE(words.empty());
  for (const char* wrong : {"/а/", "/a1/", "/B/", "/a\u00A0b/", "/a😀/", "/ˈkłup/", "/ß/", "/\xFF/"}) {
    EXPECT_FALSE(words.add({"a", wrong, "", ""})) << wrong;
  }
  for (const char* right : {"/t͡ʃɝːtʃ/", "/həlˈO, wˈɜɹld!/", "/n̩.ɡa‿ˈðɛ̃ʲ/", "/ˈʘǀ˥˩/", "/ꭧʨʦᵊᵻ→↗/"}) {
    EXPECT_TRUE(words.add({"a", right, "", ""})) << right;
  }
  EXPECT_TRUE(words.add({"kanji", "漢字", "ja", ""})) << "a respelling";
}

TEST(UserLexicon, ALaterEntryWins) { EXPECT_EQ(lexicon("a\tb\na\tc").apply("a", "en-us").text, "c"); }

TEST(Ipa, BecomesPhonemesOfTheModel) {
  EXPECT_EQ(phonemes_of_ipa("/həˈloʊ/", "en-us"), "həˈlO");
  EXPECT_EQ(phonemes_of_ipa("həˈləʊ", "en-gb"), "həˈlQ");
  EXPECT_EQ(phonemes_of_ipa("t͡ʃɝːtʃ", "en-us"), "ʧɜɹʧ");
  EXPECT_EQ(phonemes_of_ipa("bɔɪ.ɡaɪ", "en-us"), "bYɡI");
  EXPECT_EQ(phonemes_of_ipa("həlˈO", "en-us"), "həlˈO");
  EXPECT_EQ(ipa_of_xsampa("h@\"loU"), "həˈloʊ");
  EXPECT_EQ(ipa_of_xsampa("tS3r\\`"), "tʃɜɻ");
}

TEST(LexiconFolder, ReadsItsFilesAgainWhenTheyChange) {
  const auto path = std::filesystem::temp_directory_path() / "kokoro_dictionary_folder_test";
  std::filesystem::remove_all(path);
  LexiconFolder folder(path);
  EXPECT_EQ(*folder.current(), nullptr);
  std::filesystem::create_directories(path);
  std::ofstream(path / "a.tsv") << "tree\t/tɹˈi/\n";
  const auto first = folder.current().value();
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(folder.current().value(), first);
  std::ofstream(path / "a.tsv") << "tree\tbush now\n";
  EXPECT_EQ(folder.current().value()->apply("tree", "en-us").text, "bush now");
  const std::size_t before = folder.dictionaries();
  std::ofstream(path / "c.klex") << "one";
  const std::size_t one = folder.dictionaries();
  EXPECT_NE(one, before);
  std::ofstream(path / "b.tsv") << "tree\tcat\nbroken\n";
  std::ofstream(path / "c.tsv") << "bird\tfish\n";
  EXPECT_EQ(folder.dictionaries(), one);
  EXPECT_FALSE(folder.current());
  EXPECT_EQ(folder.current().value()->apply("tree bird", "en-us").text, "bush now fish") << "none of b, all of a and c";
  std::filesystem::remove_all(path);
}

}  // namespace
}  // namespace kokoro::text
