#include "text/g2p/english/tagger.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "text/g2p/english/analysis.hpp"
#include "text/g2p/english/words_for_test.hpp"

namespace kokoro::text::english {
namespace {

std::string tags_of(const std::string& text) {
  std::vector<Piece> tokens = text_tokens(to_code_points(text), false);
  Tagger::builtin().tag(tokens);
  std::string out;
  for (const Piece& token : tokens) out += (out.empty() ? "" : " ") + token.tag;
  return out;
}

TEST(Tagger, FindsPartsOfSpeech) {
  EXPECT_EQ(tags_of("She used to live in Paris."), "PRP VBD TO VB IN NNP .");
  EXPECT_EQ(tags_of("They record a new record."), "PRP VBP DT JJ NN .");
}

TEST(Tagger, MarksAreTaggedByHowTheyStand) {
  EXPECT_EQ(tags_of("\"Yes\" (no) - $5"), "`` UH '' -LRB- UH -RRB- : $ CD");
  EXPECT_EQ(tags_of("the dogs' house").substr(0, 10), "DT NNS POS");
  EXPECT_EQ(tags_of("a well-known song"), "DT RB HYPH VBN NN");
}

TEST(Tagger, RefusesDamagedModels) {
  EXPECT_FALSE(Tagger::open(blob_of({})).has_value());
  EXPECT_FALSE(Tagger::open(blob_of(std::vector<std::byte>(300000))).has_value());
}

TEST(Tagger, TagsOfAnyTextAreItsOwn) {
  for (const std::string text : {"😀 中文 \u0301", "--- '' ``", "x", "A.B.C. 1,2 ~~"}) {
    std::vector<Piece> tokens = text_tokens(to_code_points(text), false);
    Tagger::builtin().tag(tokens);
    for (const Piece& token : tokens) EXPECT_FALSE(token.tag.empty()) << text;
  }
}

}  // namespace
}  // namespace kokoro::text::english
