#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/utf8.hpp"
#include "text/g2p/english/english_front_end.hpp"
#include "text/g2p/english/word_list.hpp"
#include "text/g2p/english/words_for_test.hpp"
#include "text/g2p/normalize.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::text::english {
namespace {

/// What the front end makes of a text.
class Reported : public testing::Test {
 protected:
  void SetUp() override {
    const auto library = EspeakLibrary::instance();
    ASSERT_TRUE(library.has_value());
    front_end_ = std::make_unique<EnglishFrontEnd>(**library, table_for_test(false), false);
  }

  std::vector<PhonemeToken> read(const std::string& text) const {
    std::vector<PhonemeToken> out;
    auto paragraphs = front_end_->read(text, {}, {});
    if (!paragraphs) return out;
    for (auto& paragraph : *paragraphs) std::move(paragraph.begin(), paragraph.end(), std::back_inserter(out));
    return out;
  }

  std::unique_ptr<EnglishFrontEnd> front_end_;
};

/// Right and all of the halves of a table that no rule was made with, and of the other.
struct Tally {
  std::size_t right[2] = {};
  std::size_t all[2] = {};
  std::string wrong;  ///< of the half that rules were made with

  void add(bool held, bool ok, const std::string& row) {
    ++all[held ? 1 : 0];
    right[held ? 1 : 0] += ok ? 1 : 0;
    if (!ok && !held) wrong += row + "\n";
  }
  void expect(double least) const {
    for (const int half : {0, 1}) {
      testing::Test::RecordProperty(half == 0 ? "tune" : "held",
                                    std::to_string(right[half]) + "/" + std::to_string(all[half]));
      EXPECT_GE(static_cast<double>(right[half]), least * static_cast<double>(all[half]))
          << (half == 0 ? "tune " : "held ") << right[half] << " of " << all[half] << "\n"
          << wrong;
    }
  }
};

TEST_F(Reported, AbbreviationsEndSentencesWhereTheyDo) {
  const auto rows = test_rows("english_sentence_ends.tsv", 3);
  ASSERT_GE(rows.size(), 500U);
  Tally tally;
  for (const auto& row : rows) {
    std::string text = row[2];
    const std::size_t dot = text.find('|');
    text.erase(dot, 1);
    const auto tokens = read(text);
    const bool stop = std::any_of(tokens.begin(), tokens.end(), [&](const PhonemeToken& token) {
      return token.phonemes == "." && token.end_byte == dot;
    });
    tally.add(row[0] == "held", stop == (row[1] == "ends"), row[2]);
  }
  tally.expect(0.96);
  EXPECT_GE(static_cast<double>(tally.right[0] + tally.right[1]), 0.98 * static_cast<double>(rows.size()));
}

TEST_F(Reported, CodesAreSaidDigitByDigit) {
  const auto rows = test_rows("english_digits.tsv", 3);
  Tally tally;
  for (const auto& row : rows) {
    const std::size_t open = row[2].find('{');
    const std::size_t close = row[2].find('}');
    std::string digits;
    for (std::size_t i = open; i < close; ++i) {
      if (row[2][i] >= '0' && row[2][i] <= '9') digits += row[2][i];
    }
    std::string text = row[2];
    text.erase(close, 1).erase(open, 1);
    std::string spoken = normalize(text, {}, "en-us").text;
    std::erase(spoken, ',');
    const bool one_by_one = spoken.find(english_normalization::digit_by_digit(digits)) != std::string::npos;
    tally.add(row[0] == "held", one_by_one == (row[1] == "digits"), row[2] + " -> " + spoken);
  }
  tally.expect(0.95);
}

TEST_F(Reported, WordsAreSaidByWhatStandsAroundThem) {
  for (const auto& row : test_rows("english_context.tsv", 3)) {
    const auto tokens = read(row[0]);
    std::string said;
    for (const PhonemeToken& token : tokens) {
      if (row[0].substr(token.begin_byte, token.end_byte - token.begin_byte) == row[1] && said.empty())
        said = token.phonemes;
    }
    EXPECT_EQ(said, row[2]) << row[0];
  }
}

TEST(WordList, HasOnlySoundsOfTheModelAndEachWordOnce) {
  const auto& known = vocabulary(ModelVersion::v1_0);
  std::ifstream file(std::string(KOKORO_SOURCE_DIR "/assets/english/words.tsv"));
  std::set<std::string> words;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    ASSERT_NE(second, std::string::npos) << line;
    EXPECT_TRUE(words.insert(line.substr(0, first)).second) << line;
    const std::u32string american = to_code_points(line.substr(first + 1, second - first - 1));
    const std::u32string british = to_code_points(line.substr(second + 1));
    for (const auto& phonemes : {american, british}) {
      EXPECT_FALSE(phonemes.empty()) << line;
      EXPECT_TRUE(std::all_of(phonemes.begin(), phonemes.end(), [&](char32_t c) { return known.contains(c); })) << line;
    }
    EXPECT_EQ(american.find_first_of(U"Qaɒː"), std::u32string::npos) << line;
    EXPECT_EQ(british.find_first_of(U"OæᵻT"), std::u32string::npos) << line;
  }
  EXPECT_GE(words.size(), 2000U);
  EXPECT_EQ(words.size(), WordList::builtin().size());
}

TEST(WordList, FindsWordsOfAnyCaseAndNamesOfTheirOwn) {
  const WordList& list = WordList::builtin();
  EXPECT_EQ(list.find(U"Nguyen", false), list.find(U"nguyen", false));
  EXPECT_FALSE(list.find(U"Xi", false).empty());
  EXPECT_TRUE(list.find(U"xi", false).empty());
  EXPECT_TRUE(list.find(U"", true).empty());
  EXPECT_TRUE(list.begins_phrase(U"Des"));
  EXPECT_FALSE(list.begins_phrase(U"Moines"));
}

}  // namespace
}  // namespace kokoro::text::english
