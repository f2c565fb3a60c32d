#include "text/chunk/chunker.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "base/utf8.hpp"
#include "text/segment/scanner.hpp"

namespace kokoro::text {
namespace {

PhonemeToken word(std::string phonemes, bool space = true) {
  PhonemeToken token;
  token.text = token.phonemes = std::move(phonemes);
  token.space_after = space;
  token.is_word = true;
  return token;
}

PhonemeToken mark(std::string phonemes, bool space = true) {
  PhonemeToken token = word(std::move(phonemes), space);
  token.is_word = false;
  return token;
}

std::string joined(const std::vector<PhonemeToken>& tokens) {
  std::string out;
  for (const PhonemeToken& token : tokens) out += token.phonemes + (token.space_after ? " " : "");
  return out;
}

/// `count` sentences of ten words of four phonemes.
std::vector<PhonemeToken> sentences(int count) {
  std::vector<PhonemeToken> tokens;
  for (int s = 0; s < count; ++s) {
    for (int w = 0; w < 10; ++w) tokens.push_back(word("wˈɜd", w < 9));
    tokens.push_back(mark("."));
  }
  return tokens;
}

TEST(MakeChunks, EndAtSentencesAndStartSmall) {
  const auto chunks = make_chunks({sentences(40)});
  ASSERT_GT(chunks.size(), 5U);
  EXPECT_LE(count_code_points(chunks.front().phonemes), 110U);
  for (const TextChunk& chunk : chunks) {
    EXPECT_TRUE(chunk.phonemes.ends_with("."));
    EXPECT_EQ(chunk.boundary, Boundary::sentence);
    EXPECT_LE(count_code_points(chunk.phonemes), 260U);
  }
}

TEST(MakeChunks, ParagraphsAreNotJoined) {
  const auto chunks = make_chunks({{word("a"), mark(".", false)}, {word("b", false)}});
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(chunks[0].boundary, Boundary::paragraph);
  EXPECT_EQ(chunks[1].boundary, Boundary::none);
}

TEST(MakeChunks, KeepClosersWithTheirSentence) {
  std::vector<PhonemeToken> tokens;
  for (int i = 0; i < 30; ++i) {
    tokens.push_back(word("wˈɜdwˈɜd", i % 6 != 5));
    if (i % 6 == 5) {
      tokens.push_back(mark("?", false));
      tokens.push_back(mark("”"));
    }
  }
  for (const TextChunk& chunk : make_chunks({tokens})) EXPECT_TRUE(chunk.phonemes.ends_with("?”")) << chunk.phonemes;
}

TEST(MakeChunks, KeepAShortQuotationWhole) {
  for (const auto& [open, close] : {std::pair{"“", "”"}, {"\"", "\""}, {"«", "»"}, {"„", "“"}}) {
    std::vector<PhonemeToken> tokens = sentences(3);
    tokens.push_back(mark(open, false));
    for (PhonemeToken& token : sentences(3)) tokens.push_back(std::move(token));
    tokens.back().space_after = false;
    tokens.push_back(mark(close));
    for (PhonemeToken& token : sentences(3)) tokens.push_back(std::move(token));
    for (const TextChunk& chunk : make_chunks({tokens})) {
      const auto has = [&](std::string_view text) { return chunk.phonemes.find(text) != std::string::npos; };
      EXPECT_EQ(has(open), has(close)) << chunk.phonemes;
    }
  }
}

TEST(MakeChunks, DivideATokenThatExceedsTheLimit) {
  std::string spaced;
  for (int i = 0; i < 300; ++i) spaced += "wˈɜn ";
  spaced.pop_back();
  for (const std::string& phonemes : {spaced, std::string(2000, 'a')}) {
    const auto chunks = make_chunks({{word("a"), word(phonemes, false)}});
    std::string all;
    int words = 0;
    for (const TextChunk& chunk : chunks) {
      EXPECT_LE(count_code_points(chunk.phonemes), kMaxChunkPhonemes);
      for (const PhonemeToken& token : chunk.tokens) words += token.is_word;
      all += joined(chunk.tokens);
    }
    EXPECT_EQ(all, "a " + phonemes);
    EXPECT_EQ(words, 2);
  }
}

TEST(MakeChunks, AParagraphWithoutPhonemesGivesNone) { EXPECT_TRUE(make_chunks({{word("", false)}, {}}).empty()); }

TEST(MakeChunks, HoldEveryTokenOnceWhateverTheTokensAre) {
  const std::string marks[] = {".", ",", "!", ";", "—", "(", ")", "“", "”", "…"};
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    std::vector<PhonemeToken> tokens;
    const auto count = 1 + random() % 400;
    for (std::size_t i = 0; i < count; ++i) {
      const auto kind = random() % 10;
      const bool space = random() % 4 != 0;
      PhonemeToken token = kind < 3    ? mark(marks[random() % std::size(marks)], space)
                           : kind == 3 ? word("", false)
                           : kind == 4 ? word(std::string(random() % 700, 'z'), space)
                                       : word(std::string(1 + random() % 9, 'a'), space);
      token.begin_byte = i;
      tokens.push_back(std::move(token));
    }
    tokens.back() = word("end", false);
    const std::string expected = joined(tokens);
    std::string all;
    for (const TextChunk& chunk : make_chunks({tokens})) {
      EXPECT_FALSE(chunk.phonemes.empty());
      EXPECT_LE(count_code_points(chunk.phonemes), kMaxChunkPhonemes);
      all += joined(chunk.tokens);
    }
    ASSERT_EQ(all, expected) << "seed " << seed;
  }
}

TEST(Chunker, MakesTheSameChunksHoweverTheTokensCome) {
  const auto shown = [](const TextChunk& chunk) {
    return chunk.phonemes + "|" + std::to_string(static_cast<int>(chunk.boundary));
  };
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937 random(seed);
    std::vector<PhonemeToken> tokens;
    const auto count = 1 + random() % 900;
    for (std::size_t i = 0; i < count; ++i) {
      const bool ends = random() % 12 == 0;
      tokens.push_back(ends ? mark(random() % 3 == 0 ? "." : ",") : word(std::string(1 + random() % 9, 'a')));
    }
    tokens.back().space_after = false;
    std::vector<std::string> whole;
    for (const TextChunk& chunk : make_chunks({tokens, tokens})) whole.push_back(shown(chunk));
    Chunker chunker;
    std::vector<std::string> pieces;
    const auto take = [&] {
      while (const auto chunk = chunker.next()) pieces.push_back(shown(*chunk));
    };
    for (int paragraph = 0; paragraph < 2; ++paragraph) {
      for (std::size_t begin = 0; begin < count;) {
        const std::size_t end = std::min<std::size_t>(count, begin + 1 + random() % 200);
        std::vector<PhonemeToken> piece(tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                                        tokens.begin() + static_cast<std::ptrdiff_t>(end));
        piece.back().space_after = false;
        chunker.add(std::move(piece));
        take();
        begin = end;
      }
      if (paragraph == 0) chunker.end_paragraph();
    }
    chunker.finish();
    take();
    ASSERT_EQ(pieces, whole) << "seed " << seed;
  }
}

TEST(Chunker, GivesTheFirstChunkBeforeTheEndOfALongParagraph) {
  Chunker chunker;
  chunker.add(sentences(20));
  EXPECT_TRUE(chunker.next().has_value());
}

std::vector<std::string> items_of(std::string_view text, bool english = true) {
  const Source source(text);
  std::vector<std::string> out;
  for (const Item& item : scan(source, english)) {
    out.push_back(item.kind == Item::Kind::paragraph ? "¶" : std::string(source.text(item.begin, item.end)));
  }
  return out;
}

using Strings = std::vector<std::string>;

TEST(Scan, KeepsNumbersAddressesAndAbbreviationsWhole) {
  EXPECT_EQ(items_of("Dr. No paid $1,234.50 (or 3.14)."),
            (Strings{"Dr.", "No", "paid", "$1,234.50", "(", "or", "3.14", ")", "."}));
  EXPECT_EQ(items_of("See https://a.example.com/x?y=1, or me@foo.org."),
            (Strings{"See", "https://a.example.com/x?y=1", ",", "or", "me@foo.org", "."}));
  EXPECT_EQ(items_of("the U.S. e.g. at 10:30"), (Strings{"the", "U.S.", "e.g.", "at", "10:30"}));
  EXPECT_EQ(items_of("in the U.S."), (Strings{"in", "the", "U.S", "."}));
  EXPECT_EQ(items_of("No. 5? No. Yes"), (Strings{"No.", "5", "?", "No", ".", "Yes"}));
  EXPECT_EQ(items_of("El Sr. López", false), (Strings{"El", "Sr.", "López"}));
}

TEST(Scan, LeavesOutWhatCannotBeSpoken) {
  EXPECT_EQ(items_of("* **bold** ~ 😀 'q' x"), (Strings{"bold", "q", "x"}));
  EXPECT_EQ(items_of("a - b -- c!!! -5"), (Strings{"a", "-", "b", "--", "c", "!!!", "-5"}));
  EXPECT_EQ(items_of("a - b", false), (Strings{"a", "b"}));
  EXPECT_EQ(items_of("\n\none\r\n \n two\n"), (Strings{"one", "¶", "two", "¶"}));
  EXPECT_EQ(items_of(std::string_view("a\0b\xFF", 4)), (Strings{"a", "b"}));
  EXPECT_TRUE(items_of("").empty());
}

TEST(Scan, CutsWhereTheScriptChanges) {
  EXPECT_EQ(items_of("helloмир東京です"), (Strings{"hello", "мир", "東京", "です"}));
}

}  // namespace
}  // namespace kokoro::text
