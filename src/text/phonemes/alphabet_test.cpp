#include "text/phonemes/alphabet.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::text {
namespace {

TEST(InAlphabet, KeepsWhatTheModelHas) {
  for (const ModelVersion version : {ModelVersion::v1_0, ModelVersion::v0_19}) {
    for (const auto& [symbol, id] : vocabulary(version)) {
      const std::string phoneme = to_utf8(std::u32string(1, symbol));
      EXPECT_EQ(in_alphabet(phoneme, version), phoneme);
    }
  }
}

TEST(InAlphabet, TakesTheNearestSoundOfTheModel) {
  EXPECT_EQ(in_alphabet("ˈkãta", ModelVersion::v1_0), "ˈka\u0303ta") << "an accent on its own letter and apart";
  EXPECT_EQ(in_alphabet("fʏʀ kʷɝǃ", ModelVersion::v1_0), "fyʁ kwɜɹk");
  EXPECT_EQ(in_alphabet("fʏʀ", ModelVersion::v0_19), "fʏʀ");
  EXPECT_EQ(in_alphabet("ʨʥʦʣ\uAB67", ModelVersion::v0_19), "tɕdʒtsdzʈʂ");
}

TEST(InAlphabet, LeavesOutWhatResemblesNothing) {
  EXPECT_EQ(in_alphabet("漢a😀b\u0325", ModelVersion::v1_0), "ab");
  EXPECT_EQ(in_alphabet("", ModelVersion::v1_0), "");
}

}  // namespace
}  // namespace kokoro::text
