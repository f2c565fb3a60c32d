#include "text/normalize/v0_19/english.hpp"

#include <gtest/gtest.h>

#include <map>

#include "base/utf8.hpp"
#include "test_rows.hpp"
#include "text/characters/compatibility.hpp"

namespace kokoro::text {
namespace {

TEST(SayEnglish, SpellsOutWhatEspeakMisreads) {
  const std::map<std::string, Item::Kind> kinds{{"word", Item::Kind::word},
                                                {"address", Item::Kind::address},
                                                {"dotted", Item::Kind::dotted},
                                                {"abbreviation", Item::Kind::abbreviation}};
  for (const auto& row : test_rows("english.tsv", 5)) {
    const SpokenWord said = say_english(row[0], kinds.at(row[1]), row[2]);
    EXPECT_EQ(said.spoken, row[3]) << row[0];
    EXPECT_EQ(said.trailing, row[4]) << row[0];
  }
}

std::string folded(std::string_view text) { return to_utf8(fold_compatibility(to_code_points(text))); }

TEST(FoldCompatibility, RewritesDecoratedLettersOnly) {
  EXPECT_EQ(folded("ﬁne"), "fine");
  EXPECT_EQ(folded("ｆｕｌｌ１"), "full1");
  EXPECT_EQ(folded("cafe\u0301"), "café");
  EXPECT_EQ(folded("so\u00ADft"), "soft");
  EXPECT_EQ(folded("Ⅳ"), "IV");
  EXPECT_EQ(folded("1º"), "1º");
  EXPECT_EQ(folded("ज़"), "ज़");
  EXPECT_EQ(folded("\u0E33"), "\u0E33");
}

TEST(FoldCompatibility, BoundsRunsOfCombiningMarks) {
  std::u32string zalgo = U"e";
  zalgo.append(100000, U'\u0316');
  EXPECT_EQ(fold_compatibility(zalgo).size(), 17U);
}

}  // namespace
}  // namespace kokoro::text
