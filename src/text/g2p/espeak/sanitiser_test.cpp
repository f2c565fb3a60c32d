#include "text/g2p/espeak/sanitiser.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "text/espeak/in_process.hpp"

namespace kokoro::text {
namespace {

std::string clean(std::string_view text, VoiceScripts scripts = {}) { return sanitise(to_code_points(text), scripts); }

constexpr VoiceScripts kHindi{Script::devanagari, Script::latin};

TEST(Sanitise, KeepsWhatTheVoiceReads) {
  EXPECT_EQ(clean("l’homme week-end d'été"), "l'homme week-end d'été");
  EXPECT_EQ(clean("3,14 10:30 1.5 U.S"), "3,14 10:30 1.5 U.S");
  EXPECT_EQ(clean("50% 5 € a&b"), "50% 5 € a & b");
  EXPECT_EQ(clean("नमस्ते ok", kHindi), "नमस्ते ok");
  EXPECT_EQ(clean("१२", kHindi), "१२");
}

TEST(Sanitise, TurnsTheRestIntoSingleSpaces) {
  EXPECT_EQ(clean("[-ं"), "");
  EXPECT_EQ(clean("(-नमस्ते"), "");
  EXPECT_EQ(clean("(-नमस्ते", kHindi), "नमस्ते");
  EXPECT_EQ(clean("---लच्छेद", kHindi), "लच्छेद");
  EXPECT_EQ(clean("a--b -c- 'd' .e. 1,, 2"), "a b c d e 1 2");
  EXPECT_EQ(clean("%%% @@ x"), "x");
  EXPECT_EQ(clean("١٢"), "12");
  EXPECT_EQ(clean("привет 你好 \U0001F600 x"), "x");
  EXPECT_EQ(clean("\u0301a\u0301\u0301\u0301\u0301\u0301\u0301"), "a\u0301\u0301\u0301\u0301");
  EXPECT_EQ(clean("<b>[[hə]]</b>"), "b hə b");
}

TEST(Sanitise, SpellsNumbersThatOverrunEspeak) {
  EXPECT_EQ(clean("123456789012"), "123456789012");
  EXPECT_EQ(clean("1309282387513 7"), "1 3 0 9 2 8 2 3 8 7 5 1 3 7");
  EXPECT_EQ(clean("1,309,282,387,513x"), "1 3 0 9 2 8 2 3 8 7 5 1 3x");
}

TEST(Sanitise, ContinuesLongWordsAfterASpace) {
  const std::string out = clean(std::string(1000, 'a'));
  std::size_t letters = 0;
  std::size_t longest = 0;
  std::size_t length = 0;
  for (const char c : out) {
    length = c == ' ' ? 0 : length + 1;
    longest = std::max(longest, length);
    letters += c == 'a';
  }
  EXPECT_EQ(letters, 1000U);
  EXPECT_LE(longest, kEspeakWordBytes);
}

TEST(Sanitise, TakesAnyCodePoint) {
  EXPECT_EQ(sanitise(std::u32string{U'a', 0x110000, 0xD800, 0, 0xFFFFFFFF, U'b'}, {}), "a b");
}

TEST(EspeakLibrary, NamesThePackageThatIsMissing) {
  const Error error = missing_espeak_data("no data");
  EXPECT_EQ(error.code, ErrorCode::unavailable);
  EXPECT_NE(error.hint.find("espeak-ng-data"), std::string::npos);
}

TEST(EspeakLibrary, SaysWhenAVoiceDoesNotExist) {
  auto library = EspeakLibrary::instance();
  ASSERT_TRUE(library.has_value());
  const auto said = (*library)->phonemes("no/such-voice", "hello");
  ASSERT_FALSE(said.has_value());
  EXPECT_EQ(said.error().code, ErrorCode::unavailable);
  EXPECT_EQ((*library)->phonemes("gmw/en-US", "hello").value(), "həlˈo\u0361ʊ");
}

}  // namespace
}  // namespace kokoro::text
