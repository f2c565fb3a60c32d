#include <gtest/gtest.h>

#include "text/document/markup.hpp"
#include "text/document/prosody.hpp"
#include "text/document/ssml.hpp"

namespace kokoro::text {
namespace {

std::string translate(std::string_view ssml, std::string_view voice = "") {
  const auto document = parse_ssml(ssml, "en-us");
  EXPECT_TRUE(document.has_value()) << document.error().message;
  return write_markup(*document, voice).value();
}

TEST(WriteMarkup, SaysWhatSsmlSays) {
  EXPECT_EQ(translate("<speak>Hello <break time='500ms'/>world.</speak>"), "Hello [pause:0.5s]world.");
  EXPECT_EQ(translate("<speak>a <voice name='af_sky'>b</voice> c</speak>"), "a [voice:af_sky]b[voice:] c");
  EXPECT_EQ(translate("<speak>a <voice name='af_sky'>b</voice> c</speak>", "am_adam"),
            "a [voice:af_sky]b[voice:am_adam] c");
  EXPECT_EQ(translate("<speak>a <prosody rate='+20%' volume='soft'>b</prosody> c</speak>"),
            "a [rate:1.2][volume:50%]b[rate:1][volume:100%] c");
  EXPECT_EQ(translate("<speak>a <lang xml:lang='fr-FR'>bon</lang> c</speak>"), "a [lang:fr-fr]bon[lang:] c");
  EXPECT_EQ(translate("<speak>one <mark name='here'/>two</speak>"), "one [mark:here]two");
  EXPECT_EQ(translate("<speak>a <sub alias='World Wide Web'>WWW</sub> <mark name='m'/></speak>"),
            "a World Wide Web [mark:m]");
  EXPECT_EQ(translate("<speak>end<break time='2s'/></speak>"), "end[pause:2s]");
  EXPECT_EQ(translate("<speak><phoneme ph='təˈmɑːtoʊ'>tomato</phoneme></speak>").substr(0, 10), "[tomato](/");
}

TEST(WriteMarkup, ReadsBackAsTheSame) {
  const auto before = parse_ssml(
      "<speak><p>One.</p><p>Two <prosody rate='fast'>three <voice name='x'>four</voice></prosody></p>"
      "<break strength='strong'/><s>five</s><s>six</s><mark name='a'/> seven</speak>",
      "en-us");
  ASSERT_TRUE(before.has_value());
  const auto after = parse_markup(write_markup(*before, "").value());
  ASSERT_EQ(after.spans.size(), before->spans.size());
  for (std::size_t i = 0; i < after.spans.size(); ++i) {
    EXPECT_EQ(after.spans[i].text.text, before->spans[i].text.text) << i;
    EXPECT_EQ(after.spans[i].voice, before->spans[i].voice) << i;
    EXPECT_DOUBLE_EQ(after.spans[i].rate, before->spans[i].rate) << i;
    EXPECT_DOUBLE_EQ(after.spans[i].pause_before_s, before->spans[i].pause_before_s) << i;
  }
  ASSERT_EQ(after.marks.size(), 1U);
}

TEST(WriteMarkup, BracketsOfTheTextStayText) {
  for (const std::string_view text : {"[pause:1s]", "a [voice:x] b", "[[rate:2]]", "[sic] [mark:a]", "[ok", "[a:b]"}) {
    const auto markup = translate("<speak>" + std::string(text) + "</speak>");
    const auto document = parse_markup(markup);
    std::string said;
    for (const auto& span : document.spans) said += span.text.text;
    EXPECT_EQ(said, text) << markup;
    EXPECT_TRUE(document.marks.empty());
  }
}

TEST(WriteMarkup, NamesThatBracketsCannotHoldAreErrors) {
  for (const std::string_view ssml :
       {"<speak>a <voice name='x]y'>b</voice></speak>", "<speak><mark name='[q'/>a</speak>"}) {
    const auto document = parse_ssml(ssml, "en-us");
    ASSERT_TRUE(document.has_value());
    const auto markup = write_markup(*document, "");
    ASSERT_FALSE(markup.has_value()) << *markup;
    EXPECT_EQ(markup.error().code, ErrorCode::invalid_input);
  }
}

TEST(SsmlElements, AreThoseThatTheParserKnows) {
  for (const auto& element : ssml_elements()) {
    const std::string name(element.name);
    if (name == "speak" || name == "desc") continue;
    const auto document =
        parse_ssml("<speak>a <" + name + " name='n' ph='b' alias='c'>text</" + name + "> d</speak>", "en-us");
    ASSERT_TRUE(document.has_value()) << name << ": " << document.error().message;
    std::string said;
    for (const auto& span : document->spans) said += span.text.text;
    const bool silent = said.find("text") == std::string::npos && said.find('c') == std::string::npos;
    EXPECT_EQ(silent, element.meaning.empty()) << name << ": " << said;
  }
  EXPECT_EQ(find_number(break_strengths(), "strong"), 0.7);
  EXPECT_EQ(find_number(rate_names(), "fastest"), std::nullopt);
}

TEST(Markup, LanguageAndVolumeHoldToTheNext) {
  const auto document = parse_markup("a [lang:fr]b [volume:50%]c[lang:][volume:100%] d");
  ASSERT_EQ(document.spans.size(), 4U);
  EXPECT_EQ(document.spans[1].language, "fr");
  EXPECT_EQ(document.spans[2].language, "fr");
  EXPECT_DOUBLE_EQ(document.spans[2].volume, 0.5);
  EXPECT_EQ(document.spans[3].language, "");
  EXPECT_DOUBLE_EQ(document.spans[3].volume, 1);
}

}  // namespace
}  // namespace kokoro::text
