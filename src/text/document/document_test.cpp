#include "text/document/document.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "test_rows.hpp"
#include "text/document/forced_words.hpp"
#include "text/document/markup.hpp"
#include "text/document/ssml.hpp"

namespace kokoro::text {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// "{af_sky rate 1.2 pause 0.5}text|…": see the data files.
std::string rendered(const Document& document) {
  std::string out;
  for (const DocumentSpan& span : document.spans) {
    std::string style;
    const auto add = [&style](const std::string& part) { style += (style.empty() ? "" : " ") + part; };
    if (!span.voice.empty()) add(span.voice);
    if (!span.language.empty()) add(span.language);
    if (span.rate != 1) add(fmt::format("rate {:.4g}", span.rate));
    if (span.volume != 1) add(fmt::format("volume {:.4g}", span.volume));
    if (span.pause_before_s != 0) add(fmt::format("pause {:.4g}", span.pause_before_s));
    out += (out.empty() ? "{" : "|{") + style + '}' + span.text.text;
  }
  return replaced(out, "\n", "⏎");
}

TEST(Ssml, IsReadAsTheStandardSays) {
  for (const auto& row : test_rows("document/ssml.tsv", 2)) {
    const auto document = parse_ssml(replaced(row[0], "⏎", "\n"), "en-us");
    ASSERT_TRUE(document) << row[0] << ": " << document.error().message;
    EXPECT_EQ(rendered(*document), row[1]) << row[0];
  }
}

TEST(Ssml, NamesLineAndColumnOfAnError) {
  for (const auto& row : test_rows("document/ssml_errors.tsv", 2)) {
    const auto document = parse_ssml(replaced(row[0], "⏎", "\n"), "en-us");
    ASSERT_FALSE(document) << row[0];
    EXPECT_EQ(document.error().code, ErrorCode::invalid_input);
    EXPECT_TRUE(document.error().message.starts_with(row[1])) << row[0] << ": " << document.error().message;
  }
}

TEST(Ssml, CapsTheDepth) {
  const auto nested = [](int depth) {
    std::string text = "<speak>";
    for (int i = 0; i < depth; ++i) text += "<p>";
    text += 'a';
    for (int i = 0; i < depth; ++i) text += "</p>";
    return text + "</speak>";
  };
  EXPECT_TRUE(parse_ssml(nested(63), ""));
  EXPECT_FALSE(parse_ssml(nested(64), ""));
  EXPECT_FALSE(parse_ssml(nested(100'000), ""));
}

TEST(Ssml, RefusesInvalidBytes) { EXPECT_FALSE(parse_ssml("<speak>\xFF</speak>", "")); }

TEST(Ssml, KeepsTheWayBackAndTheMarks) {
  const std::string text = "<speak>Tom &amp; <mark name=\"here\"/><sub alias=\"Annie\">Ann</sub> left</speak>";
  const Document document = parse_ssml(text, "").value();
  ASSERT_EQ(document.spans.size(), 1U);
  const SpokenText& spoken = document.spans[0].text;
  EXPECT_EQ(spoken.text, "Tom & Annie left");
  const auto written = [&](std::string_view word) {
    const std::size_t at = spoken.text.find(word);
    const auto [begin, end] = spoken.source_span(at, at + word.size());
    return text.substr(begin, end - begin);
  };
  EXPECT_EQ(written("Tom"), "Tom");
  EXPECT_EQ(written("&"), "&amp;");
  EXPECT_EQ(written("Annie"), "<sub alias=\"Annie\">Ann");
  EXPECT_EQ(written("left"), "left");
  ASSERT_EQ(document.marks.size(), 1U);
  EXPECT_EQ(document.marks[0].name, "here");
  EXPECT_EQ(document.marks[0].source_byte, text.find("<mark"));
}

TEST(Ssml, ReportsAPauseAtTheEnd) {
  EXPECT_EQ(parse_ssml("<speak>a<break time=\"2s\"/></speak>", "").value().pause_after_s, 2);
  EXPECT_EQ(parse_ssml("<speak>a<break time=\"9999s\"/></speak>", "").value().pause_after_s, kMaxPauseS);
}

TEST(Markup, IsTakenOutOfTheText) {
  for (const auto& row : test_rows("document/markup.tsv", 2))
    EXPECT_EQ(rendered(parse_markup(row[0])), row[1]) << row[0];
}

TEST(Markup, LosesNoText) {
  std::string flood;
  while (flood.size() < 300'000) flood += "[[pause:1s] [rate:";
  const Document document = parse_markup(flood);
  std::size_t brackets = 0;
  for (const DocumentSpan& span : document.spans) brackets += span.text.text.size();
  EXPECT_GT(brackets, 100'000U);
}

TEST(ForcedWords, AreTakenOutOfTheirMarkup) {
  SpokenText text;
  text.append_copy("a [b c](/xy/)d [e](+1) [pause:1s] [f](g)", 0);
  std::vector<ForcedWord> words;
  const SpokenText plain = take_forced_words(text, words);
  EXPECT_EQ(plain.text, "a b cd e [pause:1s] [f](g)");
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0].phonemes, "xy");
  EXPECT_EQ(plain.text.substr(words[0].begin, words[0].end - words[0].begin), "b c");
  EXPECT_EQ(plain.source_span(words[0].begin, words[0].end), std::make_pair(std::size_t{3}, std::size_t{6}));
}

}  // namespace
}  // namespace kokoro::text
