#include "text/g2p/cjk/numeral.hpp"

#include <gtest/gtest.h>

namespace kokoro::text {
namespace {

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

/// Time grows with the text only if one numeral does not look through all of it.
TEST(Numeral, IsNotLookedForBeyondItsMostGroups) {
  const Source list(repeated("1,", 1000) + "1");
  EXPECT_EQ(read_numeral(list, 0).end, 1U);
  const Source twenty(repeated("1.", 19) + "1");
  EXPECT_EQ(read_numeral(twenty, 0).parts.size(), 20U);
  const Source version(repeated("1.", 1000) + "1");
  EXPECT_EQ(read_numeral(version, 0).kind, Numeral::Kind::version);
  EXPECT_EQ(read_numeral(version, 0).parts.size(), 32U);
  const Source groups(repeated("12-", 1000) + "12");
  EXPECT_EQ(read_numeral(groups, 0).end, 32U * 3 - 1);
}

}  // namespace
}  // namespace kokoro::text
