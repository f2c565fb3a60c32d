#include <gtest/gtest.h>

#include <fstream>

#include "test_rows.hpp"
#include "text/g2p/japanese/given_reading.hpp"
#include "text/g2p/japanese/japanese_front_end.hpp"
#include "text/g2p/japanese/japanese_words.hpp"
#include "text/g2p/japanese/kana.hpp"
#include "text/g2p/japanese/numbers.hpp"
#include "text/g2p/japanese/spoken_japanese.hpp"

namespace kokoro::text {
namespace {

JapaneseFrontEnd front_end(const std::filesystem::path& words = "/nonexistent") {
  return {open_japanese(kNaistFolder, words).value(), ModelVersion::v1_0};
}

std::string phonemes(const JapaneseFrontEnd& reader, std::string_view text) {
  std::string out;
  const auto chunks = reader.chunks(text, {}).value();
  for (const TextChunk& chunk : chunks) out += (out.empty() ? "" : " ") + chunk.phonemes;
  return out;
}

TEST(JapaneseNumbers, AreReadAsNum2kanaDoes) {
  for (const auto& row : test_rows("japanese_numbers.tsv", 2)) EXPECT_EQ(japanese_cardinal(row[0]), row[1]) << row[0];
}

/// Given readings in ‹ ›, those that follow each other in one.
std::string shown(std::string text) {
  for (const auto& [mark, sign] :
       {std::pair{kGivenBeginUtf8, "‹"}, std::pair{kGivenEndUtf8, "›"}, std::pair{std::string_view("›‹"), ""}}) {
    for (std::size_t at; (at = text.find(mark)) != std::string::npos;) text.replace(at, mark.size(), sign);
  }
  return text;
}

TEST(SpokenJapanese, SpellsNumbersAndSymbols) {
  for (const auto& row : test_rows("japanese_spoken.tsv", 2)) {
    EXPECT_EQ(shown(spoken_japanese(Source(row[0]), {}).text), row[1]) << row[0];
  }
}

TEST(JapaneseCounters, ChangeTheSoundsBetweenNumberAndCounter) {
  for (const auto& row : test_rows("japanese_counters.tsv", 2)) {
    const std::string said = shown(spoken_japanese(Source(row[0]), {}).text);
    EXPECT_NE(said.find("‹" + row[1] + "›"), std::string::npos) << row[0] << ": " << said;
  }
}

TEST(JapaneseCounters, AreNotFoundInsideOtherWords) {
  for (const auto* text : {"十分に", "三日月", "六本木", "八百屋", "一日", "五月雨", "3本人", "2分析"}) {
    const std::string said = shown(spoken_japanese(Source(text), {}).text);
    EXPECT_EQ(said.find("‹"), std::string::npos) << text << ": " << said;
  }
}

TEST(SpokenJapanese, KeepsTheMarksOfReadingsToItself) {
  EXPECT_EQ(spoken_japanese(Source("\xEE\x80\x80x\xEE\x80\x81"), {}).text, " x ");
}

TEST(Kana, BecomeMisakisPhonemes) {
  EXPECT_EQ(kana_phonemes(U"きゃ"), "kʲa");
  EXPECT_EQ(kana_phonemes(U"てぃー"), "tʲiː");
  EXPECT_EQ(kana_phonemes(U"がっこう"), "ɡaʔkoɯ");
  EXPECT_EQ(kana_phonemes(U"さんぽ"), "sampo");
  EXPECT_EQ(kana_phonemes(U"さんか"), "saŋka");
  EXPECT_EQ(kana_phonemes(U"こんにちは"), "koɲɲiʨiha");
  EXPECT_EQ(kana_phonemes(U"ほん"), "hoɴ");
  EXPECT_EQ(kana_phonemes(U"こゝろ"), "kokoɾo");
  EXPECT_EQ(kana_phonemes(U"いすゞ"), "isɨzɨ");
  EXPECT_EQ(kana_phonemes(U"っ"), "ʔ");
  EXPECT_EQ(kana_phonemes(U"漢x"), "");
  EXPECT_EQ(to_hiragana(U"カタカナヴー"), U"かたかなゔー");
}

TEST(MecabDictionary, ThatIsMissingNamesThePackage) {
  for (const std::string_view folder : {"/nonexistent", KOKORO_SOURCE_DIR "/tests/data"}) {
    const auto opened = MecabDictionary::open(folder);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
    EXPECT_NE(opened.error().hint.find("apt install open-jtalk-mecab-naist-jdic"), std::string::npos);
  }
}

TEST(MecabDictionary, ThatIsDamagedIsRefused) {
  const std::filesystem::path folder = testing::TempDir() + "/kokoro-damaged-dictionary";
  std::filesystem::create_directories(folder);
  for (const char* file : {"sys.dic", "matrix.bin", "char.bin", "unk.dic"}) std::ofstream(folder / file) << "garbage";
  EXPECT_EQ(MecabDictionary::open(folder).error().code, ErrorCode::unavailable);
  std::filesystem::remove_all(folder);
}

TEST(JapaneseFrontEnd, SpacesPunctuationAsCutletDoes) {
  const auto reader = front_end();
  EXPECT_EQ(phonemes(reader, "「本」が、好き！"), "“hoɴ” ɡa, sɨkʲi!");
  EXPECT_EQ(phonemes(reader, "ピーター・パン"), "pʲiːtaː paɴ");
  EXPECT_EQ(phonemes(reader, "本\n\n犬"), "hoɴ inɯ");
}

TEST(JapaneseFrontEnd, ReadsKanjiThatNoWordHas) {
  const auto reader = front_end();
  // 々 alone repeats the character before it; a kanji that the dictionary lacks keeps its token.
  const std::string text = "龘が";
  const auto chunks = reader.chunks(text, {}).value();
  ASSERT_EQ(chunks.size(), 1U);
  ASSERT_EQ(chunks[0].tokens.size(), 2U);
  EXPECT_EQ(chunks[0].tokens[0].text, "龘");
  EXPECT_TRUE(chunks[0].tokens[0].is_word);
  EXPECT_EQ(chunks[0].phonemes, "ɡa");
}

TEST(JapaneseFrontEnd, GivesWordsTheirBytes) {
  const std::string text = "彼は2024年に¥500でｶﾞﾑを買った。";
  const auto chunks = front_end().chunks(text, {}).value();
  ASSERT_EQ(chunks.size(), 1U);
  std::vector<std::string> words;
  for (const PhonemeToken& token : chunks[0].tokens) {
    EXPECT_EQ(token.text, text.substr(token.begin_byte, token.end_byte - token.begin_byte));
    if (token.is_word) words.push_back(token.text);
  }
  EXPECT_EQ(words, (std::vector<std::string>{"彼", "は", "2024年", "に", "¥500", "で", "ｶﾞﾑ", "を", "買っ", "た"}));
}

TEST(JapaneseWordList, JoinsWhatMecabDivides) {
  const std::filesystem::path file = testing::TempDir() + "/kokoro-ja-words.txt";
  std::ofstream(file) << "買った\n買ったら\n東京都\n";
  EXPECT_EQ(JapaneseWordList::load(file).value().size(), 3U);
  EXPECT_EQ(phonemes(front_end(), "本を買った。"), "hoɴ o kaʔta.");
  const auto chunks = front_end(file).chunks("本を買った。", {}).value();
  ASSERT_EQ(chunks[0].tokens.size(), 4U);
  EXPECT_EQ(chunks[0].tokens[2].text, "買った");
  std::ofstream(file) << "\xFF\xFE";
  EXPECT_EQ(JapaneseWordList::load(file).error().code, ErrorCode::corrupt);
  EXPECT_EQ(open_japanese(kNaistFolder, file).error().code, ErrorCode::corrupt);
  std::filesystem::remove(file);
  EXPECT_EQ(JapaneseWordList::load(file).error().code, ErrorCode::not_found);
}

TEST(JapaneseFrontEnd, SurvivesFloods) {
  const auto reader = front_end();
  for (const std::string_view unit : {"あ", "漢", "ー", "っ", "1", "。", "龘", "カタ", "1-", "ﾞ", "\xFF", "😀"}) {
    std::string text;
    while (text.size() < 100'000) text += unit;
    ASSERT_TRUE(reader.chunks(text, {}).has_value());
  }
}

}  // namespace
}  // namespace kokoro::text
