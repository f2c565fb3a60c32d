#include "voice/voice_pack.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "test_blob.hpp"

namespace kokoro::voice {
namespace {

using testing::HasSubstr;

constexpr std::size_t kWidth = 8;  ///< of the packs in tests/data/voices

/// The packs' value at a row and column: see tools/make_voice_fixtures.py.
float value_at(std::size_t row, std::size_t column) {
  return static_cast<float>(row % 8) + static_cast<float>(column) / 16;
}

Result<VoicePack> read_file(const std::string& name) {
  const auto blob = map_file(test::data_path("voices/" + name));
  return blob ? read_voice_pack(*blob, "voice", kWidth) : fail(blob.error());
}

using Good = std::tuple<const char*, std::size_t, std::size_t>;  ///< file, rows, first row of the values
class GoodPack : public testing::TestWithParam<Good> {};

TEST_P(GoodPack, HasItsRows) {
  const auto [file, rows, first] = GetParam();
  const auto pack = read_file(file);
  ASSERT_TRUE(pack) << pack.error().message;
  EXPECT_EQ(pack->name, "voice");
  EXPECT_EQ(pack->rows, rows);
  EXPECT_EQ(pack->width, kWidth);
  ASSERT_EQ(pack->values.size(), rows * kWidth);
  for (std::size_t i = 0; i < pack->values.size(); ++i) {
    ASSERT_EQ(pack->values[i], value_at(i / kWidth + first, i % kWidth)) << "number " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, GoodPack,
                         testing::Values(Good{"good/plain.pt", 6, 0}, Good{"good/later_rows.pt", 6, 1},
                                         Good{"good/earlier_rows.pt", 6, 0}, Good{"good/strided.pt", 6, 0},
                                         Good{"good/half.pt", 6, 0}, Good{"good/bfloat16.pt", 6, 0},
                                         Good{"good/double.pt", 6, 0}, Good{"good/parameter.pt", 6, 0},
                                         Good{"good/protocol4.pt", 6, 0}, Good{"good/v0_19.pt", 511, 0},
                                         Good{"good/raw.bin", 6, 0}, Good{"good/array.npy", 6, 0},
                                         Good{"good/fortran.npy", 6, 0}, Good{"good/half_array.npy", 6, 0},
                                         Good{"good/double_array.npy", 6, 0}, Good{"good/version2.npy", 6, 0}));

using Wrong = std::tuple<const char*, ErrorCode, const char*>;
class WrongPack : public testing::TestWithParam<Wrong> {};

TEST_P(WrongPack, IsRefusedWithFileAndReason) {
  const auto [file, code, words] = GetParam();
  const auto pack = read_file(file);
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().code, code) << pack.error().message;
  EXPECT_THAT(pack.error().message, HasSubstr(file));
  EXPECT_THAT(pack.error().message, HasSubstr(words));
}

INSTANTIATE_TEST_SUITE_P(
    Files, WrongPack,
    testing::Values(Wrong{"bad/nan.pt", ErrorCode::corrupt, "row 2, column 3 is NaN"},
                    Wrong{"bad/infinite.npy", ErrorCode::corrupt, "row 5, column 7 is infinite"},
                    Wrong{"bad/wide.pt", ErrorCode::corrupt, "shape [6, 1, 9], expected [rows, 8] or [rows, 1, 8]"},
                    Wrong{"bad/vector.pt", ErrorCode::corrupt, "shape [8], expected"},
                    Wrong{"bad/layers.pt", ErrorCode::corrupt, "shape [2, 3, 8], expected"},
                    Wrong{"bad/no_rows.pt", ErrorCode::corrupt, "shape [0, 1, 8], expected"},
                    Wrong{"bad/integers.pt", ErrorCode::unsupported, "64-bit integers"},
                    Wrong{"bad/dict.pt", ErrorCode::corrupt, "holds a dict, expected a single tensor"},
                    Wrong{"bad/old_format.pt", ErrorCode::unsupported, "before 1.6"},
                    Wrong{"bad/big_endian.npy", ErrorCode::unsupported, "\">f4\""},
                    Wrong{"bad/text.npy", ErrorCode::unsupported, "\"<U1\""},
                    Wrong{"bad/cut.bin", ErrorCode::corrupt, "187 bytes are not whole rows of 8"},
                    Wrong{"bad/archive.pt", ErrorCode::corrupt, "has no data.pkl"}));

std::string raw(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

TEST(ReadVoicePack, NumbersOfNoStyleAreRefusedWithFileRowAndNumber) {
  std::vector<float> values(4 * kWidth, 0.5F);
  const auto message = [&values] {
    const auto pack = read_voice_pack(test::make_blob(raw(values), "x.bin"), "voice", kWidth);
    return pack ? std::string() : pack.error().message;
  };
  for (const float number : {32.0F, -32.0F, 22.0F}) {
    values[2 * kWidth + 3] = number * 0.7F;
    EXPECT_EQ(message(), "") << number;
  }
  values[2 * kWidth + 3] = -1e8F;
  EXPECT_EQ(message(), "x.bin: row 2, column 3 is -1e+08, expected -32 to 32");
  std::fill_n(values.begin() + kWidth, kWidth, 8.5F);
  EXPECT_EQ(message(), "x.bin: row 1 has a root mean square of 8.5, expected at most 8");
}

TEST(ReadVoicePack, TruncatedAnywhereIsAnError) {
  for (const char* name : {"plain.pt", "later_rows.pt", "array.npy", "version2.npy"}) {
    const std::string whole = test::file_bytes(test::data_path("voices/good") / name);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto pack = read_voice_pack(test::make_blob(whole.substr(0, size)), "voice", kWidth);
      ASSERT_FALSE(pack) << name << " cut to " << size << " bytes";
    }
  }
}

TEST(VoicePackRow, FollowsTheVersion) {
  const VoicePack pack{"voice", 4, 1, {0, 1, 2, 3}};
  EXPECT_EQ(pack.row(ModelVersion::v1_0, 1, 9)[0], 0);
  EXPECT_EQ(pack.row(ModelVersion::v1_0, 3, 9)[0], 2);
  EXPECT_EQ(pack.row(ModelVersion::v1_0, 0, 9)[0], 0);
  EXPECT_EQ(pack.row(ModelVersion::v1_0, 99, 9)[0], 3);
  EXPECT_EQ(pack.row(ModelVersion::v0_19, 9, 0)[0], 0);
  EXPECT_EQ(pack.row(ModelVersion::v0_19, 9, 2)[0], 2);
  EXPECT_EQ(pack.row(ModelVersion::v0_19, 0, 99)[0], 3);
}

}  // namespace
}  // namespace kokoro::voice
