#include "text/g2p/english/tokenizer.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "test_rows.hpp"

namespace kokoro::text::english {
namespace {

std::string joined(const std::string& text) {
  const std::u32string characters = to_code_points(text);
  std::string out;
  for (const TextToken& token : tokenize(characters)) {
    if (!out.empty()) out += "¦";
    out += to_utf8(std::u32string_view(characters).substr(token.begin, token.end - token.begin));
  }
  return out;
}

TEST(Tokenize, CutsAsSpacyDoes) {
  for (const auto& row : test_rows("english_tokens.tsv", 2)) EXPECT_EQ(joined(row[0]), row[1]) << row[0];
}

TEST(Tokenize, KeepsEveryCharacterOnce) {
  for (const auto& row : test_rows("english_tokens.tsv", 2)) {
    const std::u32string text = to_code_points(row[0]);
    std::size_t at = 0;
    for (const TextToken& token : tokenize(text)) {
      EXPECT_EQ(token.begin, at) << row[0];
      at = token.end + (token.space_after ? 1 : 0);
    }
    EXPECT_EQ(at, text.size()) << row[0];
  }
}

TEST(Tokenize, WhiteSpaceBeyondOneSpaceIsAToken) {
  EXPECT_EQ(joined("a  b\tc"), "a¦ ¦b¦\t¦c");
  EXPECT_EQ(joined(""), "");
}

}  // namespace
}  // namespace kokoro::text::english
