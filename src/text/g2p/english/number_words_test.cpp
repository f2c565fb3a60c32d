#include "text/g2p/english/number_words.hpp"

#include <gtest/gtest.h>

#include "test_rows.hpp"

namespace kokoro::text::english {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

TEST(NumberWords, AreThoseOfNum2words) {
  for (const auto& row : test_rows("english_number_words.tsv", 3)) {
    const auto say = row[0] == "cardinal"  ? cardinal_words
                     : row[0] == "ordinal" ? ordinal_words
                     : row[0] == "year"    ? year_words
                                           : decimal_words;
    EXPECT_EQ(joined(say(row[1])), row[2]) << row[0] << ' ' << row[1];
  }
}

TEST(NumberWords, SpellOutWhatIsTooLong) {
  EXPECT_EQ(joined(cardinal_words("007")), "seven");
  EXPECT_EQ(joined(cardinal_words("999999999999999999")).substr(0, 12), "nine hundred");
  EXPECT_EQ(joined(cardinal_words("1000000000000000002")),
            "one zero zero zero zero zero zero zero zero zero zero zero "
            "zero zero zero zero zero zero two");
  EXPECT_EQ(joined(decimal_words(".50")), "point five zero");
}

}  // namespace
}  // namespace kokoro::text::english
