#include "audio/captions.hpp"

#include <gtest/gtest.h>

namespace kokoro::audio {
namespace {

/// Words of a text in which each stands between spaces, a quarter second each.
std::vector<WordTime> words_of(const std::string& text, double seconds = 0.25) {
  std::vector<WordTime> out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const double start = seconds * static_cast<double>(out.size());
    out.push_back({text.substr(at, end - at), at, end, start, start + seconds});
    at = end + 1;
  }
  return out;
}

TEST(Captions, SubRip) {
  EXPECT_EQ(write_captions(CaptionFormat::srt, words_of("Hello there. General <Kenobi>"), ""),
            "1\n00:00:00,000 --> 00:00:00,500\nHello there.\n\n"
            "2\n00:00:00,500 --> 00:00:01,000\nGeneral <Kenobi>\n\n");
}

TEST(Captions, WebVttEscapes) {
  EXPECT_EQ(write_captions(CaptionFormat::vtt, words_of("a --> b & <c>"), ""),
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.250\na --&gt; b &amp; &lt;c&gt;\n\n");
}

TEST(Captions, JsonEscapes) {
  const std::vector<WordTime> words{{"say \"x\\y\"\n", 0, 10, 0, 0.5}, {"é", 11, 13, 3661.0016, 3662}};
  EXPECT_EQ(write_captions(CaptionFormat::json, words, ""),
            "{\"words\":[{\"word\":\"say \\\"x\\\\y\\\"\\u000a\",\"start\":0.000,\"end\":0.500},"
            "{\"word\":\"é\",\"start\":3661.002,\"end\":3662.000}]}\n");
}

TEST(Captions, NoWordsAreValidDocuments) {
  EXPECT_EQ(write_captions(CaptionFormat::srt, {}, ""), "");
  EXPECT_EQ(write_captions(CaptionFormat::vtt, {}, ""), "WEBVTT\n\n");
  EXPECT_EQ(write_captions(CaptionFormat::json, {}, ""), "{\"words\":[]}\n");
}

TEST(Captions, CuesAreShortAndLoseNothing) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += (i == 0 ? "" : " ") + std::string(static_cast<std::size_t>(1 + i % 9), 'x');
  const auto cues = group_words(words_of(text));
  std::string joined;
  for (const auto& cue : cues) {
    EXPECT_LE(cue.text.size(), 42U);
    EXPECT_LE(cue.end_s - cue.start_s, 7.0);
    joined += (joined.empty() ? "" : " ") + cue.text;
  }
  EXPECT_EQ(joined, text);
  EXPECT_GT(cues.size(), 5U);
}

TEST(Captions, MarksOfTheSourceAreShown) {
  const std::string source = "  “Well,” she said: (no?) -- Ok.\nYes";
  std::vector<WordTime> words;
  double start = 0;
  for (const char* word : {"Well", "she", "said", "no", "Ok", "Yes"}) {
    const std::size_t at = source.find(word);
    words.push_back({word, at, at + std::string_view(word).size(), start, start + 1});
    start += 1;
  }
  std::vector<std::string> shown;
  for (const auto& word : with_marks(words, source)) shown.push_back(word.word);
  EXPECT_EQ(shown, (std::vector<std::string>{"“Well,”", "she", "said:", "(no?) --", "Ok.", "Yes"}));
  EXPECT_EQ(with_marks(words, "short")[5].word, "Yes");
  EXPECT_EQ(write_captions(CaptionFormat::json, words, source).find("?"), std::string::npos);
}

/// The cues of a text whose words stand between spaces; signs alone are no words.
std::vector<std::string> cues_of(const std::string& source) {
  std::vector<WordTime> words;
  for (std::size_t at = 0; at < source.size();) {
    at = std::min(source.find_first_not_of(" \n*#—–`_", at), source.size());
    const std::size_t end = std::min(source.find_first_of(" \n*`_.,?!", at), source.size());
    if (at == end) {
      ++at;
      continue;
    }
    const double start = 0.25 * static_cast<double>(words.size());
    words.push_back({source.substr(at, end - at), at, end, start, start + 0.25});
    at = end + (source.substr(end, 1) == "." && end + 1 < source.size() && source[end + 1] != ' ' ? 1 : 0);
  }
  std::vector<std::string> out;
  const std::string srt = write_captions(CaptionFormat::srt, words, source);
  for (std::size_t at = srt.find("-->"); at != std::string::npos; at = srt.find("-->", at + 1)) {
    const std::size_t line = srt.find('\n', at) + 1;
    out.push_back(srt.substr(line, srt.find('\n', line) - line));
  }
  return out;
}

TEST(Captions, ACueDoesNotEndAtAnAbbreviation) {
  using Cues = std::vector<std::string>;
  EXPECT_EQ(cues_of("I met Dr. Smith. He left."), (Cues{"I met Dr. Smith.", "He left."}));
  EXPECT_EQ(cues_of("La Sra. Pilar vino."), (Cues{"La Sra. Pilar vino."}));
  EXPECT_EQ(cues_of("Voici M. Martin. Il dort."), (Cues{"Voici M. Martin.", "Il dort."}));
  EXPECT_EQ(cues_of("By J. R. R. Tolkien."), (Cues{"By J. R. R. Tolkien."}));
  EXPECT_EQ(cues_of("It is I. He left."), (Cues{"It is I.", "He left."}));
  EXPECT_EQ(cues_of("Sodas, etc. Then we left."), (Cues{"Sodas, etc.", "Then we left."}));
}

TEST(Captions, DashesStayAndSignsOfMarkdownDoNot) {
  using Cues = std::vector<std::string>;
  EXPECT_EQ(cues_of("He came — and went."), (Cues{"He came — and went."}));
  EXPECT_EQ(cues_of("*A tale in* three **parts**."), (Cues{"A tale in three parts."}));
  EXPECT_EQ(cues_of("The `code` is _here_."), (Cues{"The code is here."}));
}

TEST(Captions, AHeadingIsACueOfItsOwn) {
  using Cues = std::vector<std::string>;
  EXPECT_EQ(cues_of("# The start\nIt was late."), (Cues{"The start", "It was late."}));
  EXPECT_EQ(cues_of("One\n\nTwo"), (Cues{"One", "Two"}));
  EXPECT_EQ(cues_of("One line\ngoes on"), (Cues{"One line goes on"}));
}

TEST(Captions, WrittenWhileTheSpeechIsMadeAreTheSame) {
  const std::string source = "Well, (no) “yes.” Then a longer sentence follows, which takes more than one cue to show.";
  const auto words = words_of(source);
  for (const auto format : {CaptionFormat::srt, CaptionFormat::vtt, CaptionFormat::json}) {
    for (std::size_t first = 0; first <= words.size(); ++first) {
      CaptionWriter writer(format, source);
      std::string out = writer.append(std::span(words).first(first));
      out += writer.append({});
      out += writer.append(std::span(words).subspan(first));
      EXPECT_EQ(out + writer.finish(), write_captions(format, words, source)) << first;
    }
  }
}

TEST(Captions, MarkupIsNotShown) {
  const auto shown = [](const std::string& source, TextFormat format) {
    const auto hidden = hide_markup(source, format);
    EXPECT_EQ(hidden.size(), source.size());
    std::vector<WordTime> words;
    for (const char* word : {"One", "two", "three"}) {
      const std::size_t at = source.find(word);
      words.push_back({word, at, at + std::string_view(word).size(), 0, 1});
    }
    std::string out;
    for (const auto& word : with_marks(words, hidden)) out += word.word + "|";
    return out;
  };
  EXPECT_EQ(shown("<speak><s>One,</s> <b/>two<break/>. “three”</speak>", TextFormat::ssml), "One,|two.|“three”|");
  EXPECT_EQ(shown("[voice:af]One[pause:1s], [two](/tˈu/)! [three]", TextFormat::markup), "One,|two!|[three]|");
  EXPECT_EQ(shown("One[pause:1s] two three", TextFormat::plain), "One[pause:1s]|two|three|");
  EXPECT_EQ(hide_markup("a < b", TextFormat::ssml).size(), 5U);
  EXPECT_EQ(hide_markup("[](", TextFormat::markup), "\x01](");
}

TEST(Captions, LongTimesCloseACue) {
  const auto cues = group_words(words_of("a b c d", 3.0));
  ASSERT_EQ(cues.size(), 2U);
  EXPECT_EQ(cues[0].text, "a b");
  EXPECT_EQ(cues[1].start_s, 6.0);
}

TEST(Captions, WordsThatTouchHaveNoSpaceAndLongWordsStandAlone) {
  const std::vector<WordTime> words{{"你好", 0, 6, 0, 1}, {"世界", 6, 12, 1, 2}};
  ASSERT_EQ(group_words(words).size(), 1U);
  EXPECT_EQ(group_words(words)[0].text, "你好世界");
  const auto cues = group_words(words_of("a " + std::string(60, 'b') + " c"));
  ASSERT_EQ(cues.size(), 3U);
  EXPECT_EQ(cues[1].text.size(), 60U);
}

TEST(Captions, LineBreaksInWordsDoNotBreakCues) {
  const std::vector<WordTime> words{{"a\r\n\nb", 0, 5, 0, 1}};
  EXPECT_EQ(write_captions(CaptionFormat::srt, words, ""), "1\n00:00:00,000 --> 00:00:01,000\na   b\n\n");
}

TEST(Captions, FormatNames) {
  EXPECT_EQ(parse_caption_format(".SRT").value(), CaptionFormat::srt);
  EXPECT_EQ(parse_caption_format("vtt").value(), CaptionFormat::vtt);
  EXPECT_EQ(parse_caption_format(".json").value(), CaptionFormat::json);
  EXPECT_EQ(parse_caption_format("ass").error().message, "unknown caption format \"ass\": expected srt, vtt or json");
}

}  // namespace
}  // namespace kokoro::audio
