#include "text/segment/blocks.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace kokoro::text {
namespace {

struct Cut {
  std::vector<std::string> texts;
  std::vector<bool> ends_paragraph;
};

Cut cut(const std::string& text) {
  Cut out;
  Blocks blocks(text);
  std::size_t at = 0;
  while (!blocks.done()) {
    const Blocks::Block block = blocks.next();
    EXPECT_EQ(block.begin, at);
    EXPECT_GT(block.end, block.begin);
    at = block.end;
    out.texts.push_back(text.substr(block.begin, block.end - block.begin));
    out.ends_paragraph.push_back(block.ends_paragraph);
  }
  EXPECT_EQ(text.find_first_not_of(" \n\r\t", at), std::string::npos);
  return out;
}

std::string repeated(const std::string& piece, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += piece;
  return out;
}

TEST(Blocks, AShortTextIsOne) {
  EXPECT_EQ(cut("One. Two.\n\nThree.").texts.size(), 1U);
  EXPECT_TRUE(cut(" \n ").texts.empty());
}

TEST(Blocks, ARunWithoutBlanksIsCutBetweenCharacters) {
  for (const std::string piece : {"a-", "\u00BD", "e\u0301", "\u0939\u093F", "9"}) {
    const Cut blocks = cut(repeated(piece, 200'000));
    ASSERT_GT(blocks.texts.size(), 6U) << piece;
    EXPECT_LT(blocks.texts.front().size(), 8'000U) << piece;
    for (std::size_t i = 0; i < blocks.texts.size(); ++i) {
      EXPECT_LT(blocks.texts[i].size(), 30'000U) << piece;
      EXPECT_TRUE(piece == "a-" || blocks.texts[i].starts_with(piece)) << "a character stays with its marks";
    }
  }
}

TEST(Blocks, EndAtParagraphsAndGrow) {
  const Cut blocks = cut(repeated("A line that ends here.\n", 40'000));
  ASSERT_GT(blocks.texts.size(), 4U);
  EXPECT_LT(blocks.texts.front().size(), 500U);
  EXPECT_GT(blocks.texts[4].size(), 4000U);
  for (std::size_t i = 0; i < blocks.texts.size(); ++i) {
    EXPECT_TRUE(blocks.texts[i].ends_with("here.\n"));
    EXPECT_TRUE(blocks.ends_paragraph[i]);
  }
}

TEST(Blocks, ALongParagraphIsCutAtSentences) {
  const Cut blocks = cut(repeated("He met Dr. Smith, e.g. at 3.50 p.m. in the U.S. Senate. ", 20'000));
  ASSERT_GT(blocks.texts.size(), 3U);
  for (std::size_t i = 0; i + 1 < blocks.texts.size(); ++i) {
    EXPECT_TRUE(blocks.texts[i].ends_with("Senate. ")) << blocks.texts[i];
    EXPECT_FALSE(blocks.ends_paragraph[i]);
  }
  for (const std::string& text : cut(repeated("今天天气很好，我们去公园。", 20'000)).texts) {
    EXPECT_TRUE(text.ends_with("。"));
  }
}

TEST(Blocks, ALineThatWasWrappedIsNoParagraph) {
  const Cut blocks = cut(repeated("These lines go on and\non without any end,\n", 1500) + "so.\n\nNew.");
  ASSERT_EQ(blocks.texts.size(), 2U);
  EXPECT_EQ(blocks.texts[1], "New.");
}

TEST(Blocks, CodeAndSpeechMarkupStayWhole) {
  const std::string code = "```\n" + repeated("int x;\n\n", 9000) + "```\n\n";
  EXPECT_EQ(cut(code + "After.").texts.front(), code);
  const std::string link = "[" + repeated("Two words. ", 140) + "](/x/) ";
  const std::string text = repeated("w ", 900) + link + repeated("End. ", 900);
  for (const std::string& block : cut(text).texts) {
    EXPECT_EQ(block.find('[') == std::string::npos, block.find("](/x/)") == std::string::npos) << block;
  }
}

TEST(Blocks, CoverAnyText) {
  static constexpr std::string_view kPieces[] = {" ",  "\n", ".", "a. B", "!",  "```\n", "[a](/b/)",
                                                 "。", "」", "x", "[",    "\r", "Mr. A", "\t"};
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    while (text.size() < 5000) text += kPieces[random() % std::size(kPieces)];
    cut(text);
  }
}

}  // namespace
}  // namespace kokoro::text
