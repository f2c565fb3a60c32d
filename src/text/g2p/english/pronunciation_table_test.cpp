#include "text/g2p/english/pronunciation_table.hpp"

#include <gtest/gtest.h>

#include "text/g2p/english/words_for_test.hpp"

namespace kokoro::text::english {
namespace {

TEST(PronunciationTable, FindsEveryWordThatWasPacked) {
  const auto words = words_for_test(false);
  const auto table = table_for_test(false);
  EXPECT_EQ(table->size(), words.size());
  for (const PronunciationEntry& word : words) {
    const auto found = word.silver ? table->silver(word.word) : table->gold(word.word);
    ASSERT_TRUE(found.has_value()) << word.word;
    for (const auto& variant : word.variants) {
      const auto phonemes = found->variant(variant.tag);
      ASSERT_TRUE(phonemes.has_value()) << word.word;
      EXPECT_EQ(*phonemes, variant.phonemes) << word.word;
    }
    EXPECT_EQ(found->has_variants(), word.variants.size() > 1);
    EXPECT_FALSE(found->variant("no such tag").has_value());
  }
  EXPECT_FALSE(table->gold("no such word").has_value());
  EXPECT_FALSE(table->gold("").has_value());
}

TEST(PronunciationTable, RefusesTruncatedFiles) {
  auto words = words_for_test(false);
  words.resize(40);
  const auto bytes = PronunciationTable::pack(words).value();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto table = PronunciationTable::open(blob_of({bytes.begin(), bytes.begin() + static_cast<long>(size)}));
    ASSERT_FALSE(table.has_value()) << size;
    EXPECT_EQ(table.error().code, ErrorCode::corrupt);
    EXPECT_NE(table.error().message.find("test.klex"), std::string::npos);
  }
  auto longer = bytes;
  longer.push_back({});
  EXPECT_FALSE(PronunciationTable::open(blob_of(longer)).has_value());
}

TEST(PronunciationTable, SurvivesAnyChangedByte) {
  auto words = words_for_test(false);
  words.resize(20);
  const auto bytes = PronunciationTable::pack(words).value();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const unsigned value : {0U, 1U, 0x7FU, 0xFFU}) {
      auto changed = bytes;
      changed[at] = static_cast<std::byte>(value);
      const auto table = PronunciationTable::open(blob_of(changed));
      if (!table) continue;
      for (const PronunciationEntry& word : words) {
        for (const auto& found : {table->gold(word.word), table->silver(word.word)}) {
          if (found) static_cast<void>(found->variant("NOUN"));
        }
      }
    }
  }
}

TEST(PronunciationTable, PacksNoWordThatIsTooLong) {
  const std::vector<PronunciationEntry> words{{std::string(300, 'a'), {{"DEFAULT", U"a"}}, false}};
  EXPECT_EQ(PronunciationTable::pack(words).error().code, ErrorCode::unsupported);
  const auto empty = PronunciationTable::open(blob_of(PronunciationTable::pack({}).value()));
  ASSERT_TRUE(empty.has_value());
  EXPECT_FALSE(empty->gold("a").has_value());
}

}  // namespace
}  // namespace kokoro::text::english
