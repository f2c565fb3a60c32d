#include "engine/plan_cursor.hpp"

#include <gtest/gtest.h>

#include "engine/fake_parts.hpp"
#include "engine/request_document.hpp"

namespace kokoro::engine {
namespace {

PlanCursor cursor_for(const std::string& text,
                      PlanCursor::Vocabulary vocabulary = text::vocabulary(ModelVersion::v1_0)) {
  SpeechRequest request;
  request.text = text;
  auto document = read_document(request, "en-us").value();
  const auto reader = std::make_shared<const fake::FakeFrontEnd>(std::make_shared<fake::Journal>());
  std::vector<SpanOrder> spans;
  for (auto& span : document.spans) spans.push_back({std::move(span), reader, {}});
  return PlanCursor(std::move(spans), std::move(document.marks), document.pause_after_s, std::move(vocabulary));
}

std::vector<PlannedChunk> all(PlanCursor cursor) {
  std::vector<PlannedChunk> chunks;
  while (auto chunk = cursor.next({}).value()) chunks.push_back(std::move(*chunk));
  return chunks;
}

std::string letters(int number) {
  std::string out;
  constexpr std::string_view kDigits = "abcdefhijk";
  for (; number > 0; number /= 10) out += kDigits[static_cast<std::size_t>(number % 10)];
  return out;
}

TEST(PlanCursor, SaysEachWordOnceInOrderWhereverTheTextIsCut) {
  std::string text;
  std::vector<std::pair<std::size_t, std::string>> expected;
  for (int i = 1; i < 6000; ++i) {
    if (i % 700 == 0) text += "[pause:1s]";
    if (i % 1100 == 0) text += "[voice:af_sky]";
    expected.emplace_back(text.size(), letters(i));
    text += letters(i);
    text += i % 9 == 0 ? ". " : i % 97 == 0 ? ".\n\n" : " ";
  }
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const PlannedChunk& planned : all(cursor_for(text))) {
    for (const text::PhonemeToken& token : planned.chunk.tokens) {
      if (token.is_word) found.emplace_back(token.begin_byte, token.phonemes);
    }
  }
  EXPECT_EQ(found, expected);
}

TEST(PlanCursor, PhonemesWithoutASymbolAreLeftOutUpToATenth) {
  auto vocabulary = text::vocabulary(ModelVersion::v1_0);
  vocabulary.erase(U'q');
  const auto few = all(cursor_for("abcde fhijk lmnop q.", vocabulary));
  ASSERT_EQ(few.size(), 1U);
  EXPECT_EQ(few[0].ids.size(), few[0].chunk.phonemes.size() - 1 + 2);
  auto cursor = cursor_for("abc.\n\nabc qqq.", vocabulary);
  ASSERT_TRUE(cursor.next({}).value());
  const auto chunk = cursor.next({});
  ASSERT_FALSE(chunk);
  EXPECT_EQ(chunk.error().code, ErrorCode::unsupported);
  EXPECT_EQ(chunk.error().message, "the model has no symbols for 3 of the 8 phonemes of a stretch of text: q");
  EXPECT_FALSE(cursor_for("qqq.", vocabulary).next({}));
  vocabulary.erase(U'?');
  EXPECT_TRUE(cursor_for("a?", vocabulary).next({}).value()) << "a mark has no sound that would be lost";
}

TEST(PlanCursor, PutsPausesWhereTheyStand) {
  const auto chunks = all(cursor_for("[pause:1s]ab. [pause:2s][pause:1s]de. [pause:4s]fi [pause:5s]"));
  ASSERT_EQ(chunks.size(), 3U);
  EXPECT_EQ(chunks[0].pause_before_s, 1);
  EXPECT_EQ(chunks[0].chunk.boundary, text::Boundary::none);
  EXPECT_EQ(chunks[1].pause_before_s, 3);
  EXPECT_EQ(chunks[2].pause_before_s, 4);
  EXPECT_EQ(chunks[2].pause_after_s, 5);
}

TEST(PlanCursor, GivesMarksToTheChunkOfTheirWord) {
  const auto chunks = all(cursor_for("[mark:a]ab. [mark:b]de. fi.[mark:c]"));
  std::vector<std::string> names;
  for (const PlannedChunk& planned : chunks) {
    std::string line;
    for (const auto& mark : planned.marks) line += mark.name;
    names.push_back(line);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"a", "b", "c"}));
}

TEST(PlanCursor, SilentStretchesLengthenThePauseBeforeThem) {
  const auto chunks = all(cursor_for("ab. [pause:2s]* [voice:af_sky]de."));
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(chunks[0].pause_after_s + chunks[1].pause_before_s, 2);
  EXPECT_EQ(chunks[1].voice, "af_sky");
}

TEST(PlanCursor, PunctuationAloneIsNoChunk) {
  for (const char* silent : {"...", "[pause:1s]?! [voice:af_sky]—", ". . ."}) {
    EXPECT_TRUE(all(cursor_for(silent)).empty()) << silent;
  }
  const auto chunks = all(cursor_for("ab. ...[pause:4s]! [pause:5s]de."));
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(chunks[0].pause_after_s + chunks[1].pause_before_s, 9);
}

TEST(PlanCursor, DescribesALongNumberOnce) {
  PlannedChunk planned{.chunk = {}, .ids = {0, 50, 0}};
  planned.chunk.phonemes = "a";
  planned.chunk.tokens = {{.text = "12", .phonemes = "a", .begin_byte = 1, .end_byte = 3}};
  EXPECT_EQ(describe(planned, "(12)").text, "12");
  planned.chunk.tokens[0].text.clear();  // said in the chunk before
  const PhonemeChunk rest = describe(planned, "(12)");
  EXPECT_EQ(rest.text, "");
  EXPECT_EQ(rest.begin_byte, 1U);
  EXPECT_EQ(rest.end_byte, 3U);
}

}  // namespace
}  // namespace kokoro::engine
