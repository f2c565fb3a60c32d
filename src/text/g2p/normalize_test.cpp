#include "text/g2p/normalize.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <utility>

#include "base/utf8.hpp"
#include "test_rows.hpp"

namespace kokoro::text {
namespace {

std::string with_newlines(std::string text) {
  for (std::size_t at = text.find("⏎"); at != std::string::npos; at = text.find("⏎")) text.replace(at, 3, "\n");
  return text;
}

void expect_cases(const std::string& file, std::string_view language) {
  for (const auto& row : test_rows("normalize/" + file, 2)) {
    EXPECT_EQ(normalize(with_newlines(row[0]), {}, language).text, with_newlines(row[1])) << file << ": " << row[0];
  }
}

/// What must hold for any text and its normalised form.
void expect_sound(std::string_view source, const SpokenText& spoken) {
  EXPECT_FALSE(find_invalid_utf8(spoken.text).has_value());
  std::size_t last_begin = 0;
  std::size_t last_source = 0;
  for (std::size_t i = 0; i < spoken.segments.size(); ++i) {
    const SpokenText::Segment& segment = spoken.segments[i];
    const std::size_t end = i + 1 < spoken.segments.size() ? spoken.segments[i + 1].begin : spoken.text.size();
    ASSERT_EQ(segment.begin == 0, i == 0);
    ASSERT_LE(last_begin, segment.begin);
    ASSERT_LE(last_source, segment.source_begin);
    ASSERT_LE(segment.source_begin, segment.source_end);
    ASSERT_LE(segment.source_end, source.size());
    if (segment.copied) {
      ASSERT_EQ(std::string_view(spoken.text).substr(segment.begin, end - segment.begin),
                source.substr(segment.source_begin, segment.source_end - segment.source_begin));
    }
    last_begin = segment.begin;
    last_source = segment.source_begin;
  }
}

TEST(Normalize, SaysNumbers) { expect_cases("en_numbers.tsv", "en-us"); }
TEST(Normalize, SaysWhatWasReported) { expect_cases("en_reported.tsv", "en-us"); }
TEST(Normalize, SaysMoney) { expect_cases("en_money.tsv", "en-us"); }
TEST(Normalize, SaysDates) { expect_cases("en_dates.tsv", "en-us"); }
TEST(Normalize, SaysTimes) { expect_cases("en_times.tsv", "en-us"); }
TEST(Normalize, SaysUnits) { expect_cases("en_units.tsv", "en-us"); }
TEST(Normalize, SaysTelephonesAndAddresses) { expect_cases("en_contacts.tsv", "en-us"); }
TEST(Normalize, SaysNamesAndAbbreviations) { expect_cases("en_names.tsv", "en-us"); }
TEST(Normalize, SaysSymbols) { expect_cases("en_symbols.tsv", "en-us"); }
TEST(Normalize, SaysMarkdown) { expect_cases("en_markdown.tsv", "en-us"); }
TEST(Normalize, SaysLatex) { expect_cases("en_latex.tsv", "en-us"); }
TEST(Normalize, SaysBritishEnglish) { expect_cases("en_gb.tsv", "en-gb"); }
TEST(Normalize, SaysSpanish) { expect_cases("es.tsv", "es"); }
TEST(Normalize, SaysFrench) { expect_cases("fr.tsv", "fr-fr"); }
TEST(Normalize, SaysItalian) { expect_cases("it.tsv", "it"); }
TEST(Normalize, SaysPortuguese) { expect_cases("pt.tsv", "pt-br"); }
TEST(Normalize, SaysHindi) { expect_cases("hi.tsv", "hi"); }
TEST(Normalize, IsNotTrickedByAdversarialText) { expect_cases("en_adversarial.tsv", "en-us"); }

TEST(Normalize, MapsEachRewriteToWhatWasWritten) {
  const std::string source = "Tom &amp; I paid **$5.30** on Jan. 5.";
  const SpokenText spoken = normalize(source, {}, "en-us");
  EXPECT_EQ(spoken.text, "Tom and I paid five dollars and thirty cents on January fifth.");
  const auto written = [&](std::string_view word) {
    const std::size_t at = spoken.text.find(word);
    const auto [begin, end] = spoken.source_span(at, at + word.size());
    return source.substr(begin, end - begin);
  };
  EXPECT_EQ(written("Tom"), "Tom");
  EXPECT_EQ(written("and"), "&amp;");
  EXPECT_EQ(written("five"), "$5.30");
  EXPECT_EQ(written("thirty"), "$5.30");
  EXPECT_EQ(written("January"), "Jan. 5");
  EXPECT_EQ(written("fifth"), "Jan. 5");
  expect_sound(source, spoken);
}

TEST(Normalize, LeavesOutWhatItsOptionsTurnOff) {
  const auto said = [](std::string_view text, auto change) {
    NormalizationOptions options;
    change(options);
    return normalize(text, options, "en-us").text;
  };
  EXPECT_EQ(said("5 & **6** km", [](auto& o) { o.normalize = false; }), "5 & **6** km");
  EXPECT_EQ(said("5 km", [](auto& o) { o.unit_normalization = false; }), "five km");
  EXPECT_EQ(said("see https://a.com/x", [](auto& o) { o.url_normalization = false; }), "see https://a.com/x");
  EXPECT_EQ(said("me@foo.org", [](auto& o) { o.email_normalization = false; }), "me@foo.org");
  EXPECT_EQ(said("file(s)", [](auto& o) { o.optional_pluralization_normalization = false; }), "file(s)");
  EXPECT_EQ(said("555-123-4567", [](auto& o) { o.phone_normalization = false; }),
            "five five five, one two three, four five six seven");
  EXPECT_EQ(said("a § b", [](auto& o) { o.replace_remaining_symbols = false; }), "a § b");
  EXPECT_EQ(said("hot 🔥!", [](auto& o) { o.emoji = NormalizationOptions::Emoji::name; }), "hot fire!");
  EXPECT_EQ(said("**5**", [](auto& o) { o.markdown = false; }), "five");
  EXPECT_EQ(said("a\n```\nint x;\n```\nb", [](auto& o) { o.code = NormalizationOptions::Code::skip; }), "a\n\n\n\nb");
  EXPECT_EQ(said("$x$", [](auto& o) { o.latex = false; }), "dollar x dollar");
}

TEST(Normalize, KeepsSpeechMarkupButForInvalidBytes) {
  static constexpr std::pair<std::string_view, std::string_view> kCases[] = {
      {"[b](/\u02C8bi\u02D0/)", "[b](/\u02C8bi\u02D0/)"},
      {"[b](/p:t/\x98\x83/)", "[b](/p:t/  /)"},
      {"a [pause:\xFF] b", "a [pause: ] b"},
      {"[\xE2\x82](/\u026A\xC9/)", "[  ](/\u026A /)"}};
  for (const auto& [source, text] : kCases) {
    const SpokenText spoken = normalize(source, {}, "en-us");
    EXPECT_EQ(spoken.text, text);
    expect_sound(source, spoken);
  }
}

/// Plain sentences of English, from templates and the words of plain_words.tsv.
class Sentences {
 public:
  explicit Sentences(unsigned seed) : random_(seed) {
    for (const auto& row : test_rows("normalize/plain_words.tsv", 2)) {
      for (std::size_t begin = 0; begin < row[1].size();) {
        const std::size_t end = std::min(row[1].find(' ', begin), row[1].size());
        words_[row[0]].push_back(row[1].substr(begin, end - begin));
        begin = end + 1;
      }
    }
  }

  std::string next() {
    static const std::string kTemplates[] = {
        "The {adjective} {noun} {verb} the {noun}.",
        "{name} {past} a {adjective} {noun}, and {name} {adverb} {past} it.",
        "\"Where is the {noun}?\" asked {name}.",
        "“I {contraction} know,” said {name}; “ask the {noun}.”",
        "{name} {past} the {noun} {connector} the {adjective} {noun} {past} {name}!",
        "Why {contraction} the {noun} — that {adjective} thing — {adverb} here?",
        "At {acronym}, every {noun} {adverb} {verb} a {noun}...",
        "My {noun}'s {noun} (the {adjective} one) {past} us {adverb}.",
        "{name} and I {past} the {nouns_} of {name}.",
        "It was a {adjective}, {adjective} {noun}: {name} {past} it {adverb}.",
        "In the {noun}, {name} {past} the {adjective} {noun} {connector} {name} left.",
        "Whether the {noun} is {adjective} or {adjective}, {contraction} the {noun} know?",
        "The {acronym} {noun} {adverb} {past} {name}’s {noun}.",
        "‘Take the {adjective} {noun}’, {name} said {adverb} - and {past} it.",
        "A {noun}, a {noun} and a {noun} {past} I.",
    };
    const std::string& pattern = kTemplates[random_() % std::size(kTemplates)];
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
      if (pattern[at] != '{') {
        out += pattern[at++];
        continue;
      }
      const std::size_t end = pattern.find('}', at);
      std::string kind = pattern.substr(at + 1, end - at - 1);
      const bool plural = kind == "nouns_";
      if (plural) kind = "noun";
      const auto& list = words_.at(kind);
      out += list[random_() % list.size()];
      if (plural) out += 's';
      at = end + 1;
    }
    return out;
  }

 private:
  std::mt19937 random_;
  std::map<std::string, std::vector<std::string>> words_;
};

TEST(Normalize, LeavesPlainSentencesAsTheyAre) {
  Sentences sentences(4);
  for (int i = 0; i < 12000; ++i) {
    const std::string sentence = sentences.next();
    for (const std::string_view language : {"en-us", "en-gb"}) {
      const SpokenText spoken = normalize(sentence, {}, language);
      ASSERT_EQ(spoken.text, sentence);
      ASSERT_EQ(spoken.segments.size(), 1U);
    }
  }
}

TEST(Normalize, IsSoundForAnyText) {
  static constexpr std::string_view kPieces[] = {
      "5",        "10",      "$",      "€",   "%",    ".",   ",",   "-",   "–",     "/",  ":",      " ",     " ",
      " ",        "\n",      "km",     "am",  "May",  "Dr.", "St.", "I",   "IV",    "a",  "x",      "^",     "²",
      "½",        "(",       ")",      "[",   "]",    "*",   "_",   "`",   "#",     "@",  "&",      "&amp;", "www.",
      ".com",     "http://", "\\",     "{",   "}",    "|",   "~",   "'",   "\"",    "…",  "😀",      "é",     "\xFF",
      "\xE2\x82", "１",      "\u200B", "<b>", "word", "Mr",  "e",   "no.", "[a](/", "/)", "[pause:"};
  for (unsigned seed = 0; seed < 4000; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    for (auto count = 1 + random() % 14; count > 0; --count) text += kPieces[random() % std::size(kPieces)];
    for (const std::string_view language : {"en-us", "en-gb", "es", "fr-fr", "hi", "it", "pt-br", "de", "ja"}) {
      const SpokenText spoken = normalize(text, {}, language);
      expect_sound(text, spoken);
      if (HasFatalFailure()) FAIL() << language << ": " << text;
    }
  }
}

TEST(Normalize, SurvivesFloods) {
  static constexpr std::string_view kFloods[] = {
      "a",   "5",     ".",   "-",      "[",   "(",  "$",  "*",    "`",   "#",    "@",  "/",  "&",
      "<",   "\n",    "5,",  "5.",     "5-",  "5 ", "a.", "a ",   "A.",  "I ",   "[]", "](", "$x",
      "\\(", "1/",    "5:",  "'5",     "**a", "_a", "``", "|",    "> ",  "- ",   "&#", "é",  "😀",
      "½",   "\"5\"", "a@a", "www.a.", "x^",  "~~", "5e", "St. ", "((a", "[a](b"};
  for (const std::string_view flood : kFloods) {
    std::string text;
    while (text.size() < 100'000) text += flood;
    const SpokenText spoken = normalize(text, {}, "en-us");
    expect_sound(text, spoken);
  }
}

}  // namespace
}  // namespace kokoro::text
