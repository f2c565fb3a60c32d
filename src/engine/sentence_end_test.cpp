#include "engine/sentence_end.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kokoro::engine {
namespace {

struct Case {
  const char* complete;
  const char* rest;
};

class SentenceEnd : public testing::TestWithParam<Case> {};

TEST_P(SentenceEnd, IsFound) {
  const std::string complete = GetParam().complete;
  EXPECT_EQ(complete_sentences(complete + GetParam().rest, true), complete.size());
}

INSTANTIATE_TEST_SUITE_P(Table, SentenceEnd,
                         testing::Values(Case{"", ""}, Case{"", "Hello"}, Case{"", "Hello."}, Case{"", "Hello. "},
                                         Case{"Hello.", " W"}, Case{"One. Two!", " Three"}, Case{"", "It is 3.1"},
                                         Case{"", "It is 3."}, Case{"", "Dr. Who"}, Case{"", "in the U.S. senate"},
                                         Case{"He said “Stop!”", " She"}, Case{"Really?!", " Yes"},
                                         Case{"A line\n", ""}, Case{"A line\n", "and more"}, Case{"你好。", "我"},
                                         Case{"", "你好。"}, Case{"", "see example.com or"}, Case{"Wait...", " what"}));

TEST(SentenceEnd, OverlongSentencesAreCut) {
  std::string text;
  while (text.size() < 500) text += "word ";
  text += "end, ";
  const std::size_t comma = text.find(',') + 1;
  while (text.size() <= 600) text += "word ";
  EXPECT_EQ(complete_sentences(text, true), comma);
  text[comma - 1] = ' ';
  EXPECT_GT(complete_sentences(text, true), comma);
  EXPECT_EQ(complete_sentences(std::string(601, 'a'), true), 0U);
}

}  // namespace
}  // namespace kokoro::engine
