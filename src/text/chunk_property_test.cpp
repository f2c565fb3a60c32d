#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "text/front_ends.hpp"

/// What holds for the chunks of any text, in every language.
namespace kokoro::text {
namespace {

struct Language {
  std::string_view tag;
  std::vector<std::string> words;
  std::vector<std::string> wholes;  ///< what no chunk may end inside of
  std::string space = " ";
  std::string stop = ".";
};

const std::vector<Language>& all() {
  static const std::vector<Language> languages{
      {"en-us",
       {"harbour", "quiet", "evening", "winter", "boats", "lamp", "seven", "returned"},
       {"$1,234.56", "3.14", "Dr.", "U.S.", "https://example.com/a.b?c=d", "me@foo.org", "10:30 p.m.", "e.g.",
        "192.168.1.1", "2024-05-01", "No. 5", "“Go. Stop.”", "\"Is it? Yes.\"", "5 km"}},
      {"es",
       {"puerto", "tranquilo", "barcos", "tarde"},
       {"1.234,56 €", "3,14", "Sr.", "yo@foo.es", "«Ven. Ya.»", "10:30"}},
      {"fr-fr", {"port", "calme", "bateaux", "soir"}, {"1 234,56 €", "3,14", "M.", "moi@foo.fr", "«Viens. Vite.»"}},
      {"hi", {"शाम", "पुराना", "बंदरगाह"}, {"₹1,234.50", "3.14", "डॉ.", "10:30"}, " ", "।"},
      {"it", {"porto", "tranquillo", "barche"}, {"1.234,56 €", "3,14", "Sig.", "«Vieni. Ora.»"}},
      {"pt-br", {"porto", "tranquilo", "barcos"}, {"R$ 1.234,56", "3,14", "Sr.", "“Vem. Já.”"}},
      {"ja",
       {"港は静かだ", "船が戻る", "冬の夜"},
       {"1,234円", "3.14", "2024年", "「行け。待て。」", "GPT-4"},
       "",
       "。"},
      {"zh", {"港口很安静", "船回来了", "冬天"}, {"￥1,234", "3.14", "2024年", "“走。停。”", "GPT-4"}, "", "。"},
  };
  return languages;
}

struct Placed {
  std::size_t begin, end;
};

TEST(Chunks, HoldEveryWordOnceAndBreakNothingThatBelongsTogether) {
  for (const Language& language : all()) {
    const auto front_end = make_front_end(*find_language(language.tag), ModelVersion::v1_0);
    if (!front_end) GTEST_SKIP() << front_end.error().message;
    for (unsigned seed = 0; seed < 12; ++seed) {
      std::mt19937 random(seed);
      std::string text;
      std::vector<Placed> words;
      std::vector<Placed> wholes;
      bool after_whole = false;
      for (int part = 0; part < 150; ++part) {
        // Without a space between them "3.14" and "1,234円" would be another number.
        const bool whole = random() % 3 == 0 && !(after_whole && language.space.empty());
        after_whole = whole;
        const auto& from = whole ? language.wholes : language.words;
        const std::string& piece = from[random() % from.size()];
        (whole ? wholes : words).push_back({text.size(), text.size() + piece.size()});
        text += piece;
        if (random() % 9 == 0) text += random() % 3 == 0 ? "," : language.stop;
        text += random() % 60 == 0 ? "\n\n" : language.space;
      }
      const auto chunks = (*front_end)->chunks(text).value();
      // Where each byte is spoken.
      std::vector<int> spoken_in(text.size(), -1);
      for (std::size_t c = 0; c < chunks.size(); ++c) {
        EXPECT_LE(count_code_points(chunks[c].phonemes), kMaxChunkPhonemes);
        for (const PhonemeToken& token : chunks[c].tokens) {
          for (std::size_t byte = token.begin_byte; byte < token.end_byte; ++byte) {
            ASSERT_TRUE(spoken_in[byte] == -1 || spoken_in[byte] == static_cast<int>(c))
                << language.tag << ": " << text;
            spoken_in[byte] = static_cast<int>(c);
          }
        }
      }
      for (const auto& [begin, end] : words) {
        for (std::size_t byte = begin; byte < end; ++byte) {
          ASSERT_NE(spoken_in[byte], -1) << language.tag << ": " << text.substr(begin, end - begin) << " in " << text;
        }
      }
      for (const auto& [begin, end] : wholes) {
        int chunk = -1;
        for (std::size_t byte = begin; byte < end; ++byte) {
          if (spoken_in[byte] == -1) continue;
          ASSERT_TRUE(chunk == -1 || chunk == spoken_in[byte])
              << language.tag << ": broken at \"" << text.substr(begin, byte - begin) << '|'
              << text.substr(byte, end - byte) << "\" in " << text;
          chunk = spoken_in[byte];
        }
        ASSERT_NE(chunk, -1) << language.tag << ": " << text.substr(begin, end - begin) << " in " << text;
      }
    }
  }
}

}  // namespace
}  // namespace kokoro::text
