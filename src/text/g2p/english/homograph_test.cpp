#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "text/g2p/english/analysis.hpp"
#include "text/g2p/english/words_for_test.hpp"

namespace kokoro::text::english {
namespace {

/// The words of the homograph sentences; what stands around them goes through espeak-ng, except that the sounds of
/// following words do not matter here.
bool is_said(const Dictionary& dictionary, ForeignReader& foreign, const std::vector<std::string>& row) {
  std::vector<Piece> tokens = analysed_tokens(to_code_points(row[0]), dictionary);
  const auto words = read_tokens(std::move(tokens), {}, dictionary, foreign);
  if (!words) return false;
  std::string expected = row[2];
  for (std::size_t at = 0; (at = expected.find("ɾ", at)) != std::string::npos;) expected.replace(at, 2, "T");
  for (const Piece& word : *words) {
    if (to_utf8(word.text) == row[1] && to_utf8(*word.phonemes) == expected) return true;
  }
  return false;
}

class Homographs : public testing::TestWithParam<std::pair<const char*, std::size_t>> {};

TEST_P(Homographs, AreSaidRightByPartOfSpeech) {
  const auto library = EspeakLibrary::instance();
  ASSERT_TRUE(library.has_value());
  auto words = words_for_test(false);
  std::vector<std::string> known;
  for (const auto& word : words) known.push_back(word.word);
  const auto rows = test_rows(GetParam().first, 3);
  ASSERT_GE(rows.size(), GetParam().second);
  for (const auto& row : rows) {
    EXPECT_NE(std::find(known.begin(), known.end(), row[1]), known.end()) << row[1];
  }
  const Dictionary dictionary(table_for_test(false), false, false);
  ForeignReader foreign(**library, false);
  std::size_t right = 0;
  for (const auto& row : rows) right += is_said(dictionary, foreign, row) ? 1 : 0;
  RecordProperty("right", static_cast<int>(right));  // shown by --gtest_output=xml
  EXPECT_GE(static_cast<double>(right), 0.92 * static_cast<double>(rows.size())) << right << " of " << rows.size();
}

INSTANTIATE_TEST_SUITE_P(Sentences, Homographs,
                         testing::Values(std::pair("english_homographs.tsv", 400U),
                                         std::pair("english_homographs_held_out.tsv", 140U)));

}  // namespace
}  // namespace kokoro::text::english
