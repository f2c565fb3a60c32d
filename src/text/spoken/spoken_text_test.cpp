#include "text/spoken/spoken_text.hpp"

#include <gtest/gtest.h>

namespace kokoro::text {
namespace {

TEST(SpokenText, MapsCopiesByByteAndRewritesAsAWhole) {
  // Source: "It is $5.30 now"
  SpokenText spoken;
  spoken.append_copy("It is ", 0);
  spoken.append_rewrite("five dollars and thirty cents", 6, 11);
  spoken.append_copy(" now", 11);
  const auto span = [&](std::string_view word) {
    const std::size_t at = spoken.text.find(word);
    return spoken.source_span(at, at + word.size());
  };
  EXPECT_EQ(span("is"), std::make_pair(std::size_t{3}, std::size_t{5}));
  EXPECT_EQ(span("five"), std::make_pair(std::size_t{6}, std::size_t{11}));
  EXPECT_EQ(span("cents"), std::make_pair(std::size_t{6}, std::size_t{11}));
  EXPECT_EQ(span("now"), std::make_pair(std::size_t{12}, std::size_t{15}));
}

TEST(SpokenText, SpanAcrossStretchesCoversBoth) {
  SpokenText spoken;
  spoken.append_copy("a", 0);
  spoken.append_rewrite("and", 1, 2);
  spoken.append_copy("b", 2);
  EXPECT_EQ(spoken.source_span(0, 5), std::make_pair(std::size_t{0}, std::size_t{3}));
}

TEST(SpokenText, NeighbouringCopiesAreOneStretch) {
  SpokenText spoken;
  spoken.append_copy("ab", 0);
  spoken.append_copy("cd", 2);
  spoken.append_copy("ef", 9);  // something between was left out
  EXPECT_EQ(spoken.segments.size(), 2U);
  EXPECT_EQ(spoken.source_span(4, 5), std::make_pair(std::size_t{9}, std::size_t{10}));
}

TEST(SpokenText, EmptyTextHasAnEmptySpan) {
  EXPECT_EQ(SpokenText{}.source_span(0, 0), std::make_pair(std::size_t{0}, std::size_t{0}));
}

}  // namespace
}  // namespace kokoro::text
