// What misaki says to the sentences of tests/data/text/*_misaki.tsv (tools/g2p_compare_cjk.py), and how much of it
// this program says. Every sentence counts: those of the half that rules were made with, and the others by themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "base/utf8.hpp"
#include "test_rows.hpp"
#include "text/front_ends.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::text {
namespace {

template <typename T>
std::size_t distance(const std::vector<T>& a, const std::vector<T>& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

/// Words, of symbols that the model knows.
std::vector<std::string> words_of(std::string_view phonemes) {
  std::vector<std::string> out(1);
  for (const char32_t c : to_code_points(phonemes)) {
    if (c == U' ') {
      if (!out.back().empty()) out.emplace_back();
    } else if (vocabulary(ModelVersion::v1_0).contains(c)) {
      append_utf8(out.back(), c);
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

/// Characters without spaces: which of them there are depends on a list of words that need not be installed.
std::vector<std::string> characters_of(std::string_view phonemes) {
  std::vector<std::string> out;
  for (const std::string& word : words_of(phonemes)) {
    for (const char32_t c : to_code_points(word)) append_utf8(out.emplace_back(), c);
  }
  return out;
}

struct Bar {
  std::string tag;
  std::string file;
  bool words;
  double share;
  std::size_t sentences;  ///< in all, at least
};

class Misaki : public testing::TestWithParam<Bar> {};

TEST_P(Misaki, IsMatched) {
  const Bar& bar = GetParam();
  const auto front_end = make_front_end(*find_language(bar.tag), ModelVersion::v1_0).value();
  const auto rows = test_rows(bar.file + "_misaki.tsv", 3);
  EXPECT_GE(rows.size(), bar.sentences);
  std::map<std::string, std::size_t> wrong;
  std::map<std::string, std::size_t> total;
  for (const auto& row : rows) {
    std::string said;
    const auto chunks = front_end->chunks(row[1], {}).value();
    for (const TextChunk& chunk : chunks) said += (said.empty() ? "" : " ") + chunk.phonemes;
    const auto ours = bar.words ? words_of(said) : characters_of(said);
    const auto theirs = bar.words ? words_of(row[2]) : characters_of(row[2]);
    wrong[row[0]] += distance(ours, theirs);
    total[row[0]] += theirs.size();
  }
  for (const char* half : {"dev", "held"}) {
    ASSERT_GT(total[half], 1000U / (bar.words ? 2 : 1)) << half;
    EXPECT_GE(1.0 - static_cast<double>(wrong[half]) / static_cast<double>(total[half]), bar.share) << half;
  }
}

// Mandarin's bar is on syllables; a word is right only when all of its syllables are.
INSTANTIATE_TEST_SUITE_P(Languages, Misaki,
                         testing::Values(Bar{"ja", "ja", false, 0.97, 500}, Bar{"zh", "zh", true, 0.97, 500},
                                         Bar{"es", "es", true, 0.99, 200}, Bar{"fr-fr", "fr", true, 0.99, 200},
                                         Bar{"hi", "hi", true, 0.99, 200}, Bar{"it", "it", true, 0.99, 200},
                                         Bar{"pt-br", "pt-br", true, 0.99, 200}),
                         [](const auto& language) { return std::string(language.param.tag.substr(0, 2)); });

}  // namespace
}  // namespace kokoro::text
