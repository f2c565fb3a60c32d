#include "cli/context.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "cli/json_text.hpp"
#include "cli/table.hpp"

namespace kokoro::cli {
namespace {

TEST(ReadNumber, TakesTheWholeTextWithinItsBounds) {
  EXPECT_EQ(read_number("1.5", "--speed", 0.25, 4), 1.5);
  EXPECT_EQ(read_number("0.25", "--speed", 0.25, 4), 0.25);
  for (const char* text : {"", "1.5x", " 1", "nan", "inf", "4.01", "0.2", "1,5"}) {
    const auto read = read_number(text, "--speed", 0.25, 4);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().message, std::string("--speed: '") + text + "' is not a number from 0.25 to 4");
    EXPECT_EQ(read.error().code, ErrorCode::invalid_input);
  }
}

TEST(ReadWholeNumber, TakesTheLargestAndNothingBeyond) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(read_whole_number("18446744073709551615", "--seed", kMost), kMost);
  EXPECT_EQ(read_whole_number("0", "--seed", kMost), 0U);
  for (const char* text : {"18446744073709551616", "-1", "1.0", "", "0x10"}) {
    EXPECT_FALSE(read_whole_number(text, "--seed", kMost)) << text;
  }
  EXPECT_FALSE(read_whole_number("101", "--runs", 100));
}

TEST(ReadVersion, IsEmptyForNoneAndNamesTheFlag) {
  EXPECT_EQ(*read_version("", "--version"), std::nullopt);
  EXPECT_EQ(**read_version("v0.19", "--version"), ModelVersion::v0_19);
  EXPECT_EQ(read_version("v3", "--version").error().message, "--version: 'v3' is not a model version");
}

TEST(WithVoicesCommand, IsForVoicesThatDoNotExist) {
  const Error missing{ErrorCode::not_found, "no voice \"x\"", "54 voices are there", "voice"};
  EXPECT_EQ(with_voices_command(missing).hint, "54 voices are there: `kokoro voices` lists them");
  const Error other{ErrorCode::not_found, "no model", "pull it", "version"};
  EXPECT_EQ(with_voices_command(other).hint, "pull it");
}

TEST(Table, ColumnsAreAsWideAsTheirLongestCell) {
  EXPECT_EQ(format_table({{"id", "name"}, {"af_heart", "Heart"}, {"am", "X"}}),
            "id        name\naf_heart  Heart\nam        X\n");
}

TEST(JsonText, EscapesWhatJsonDemands) {
  EXPECT_EQ(json_text("a\"b\\c\n\x01 \xC3\xA9"), "\"a\\\"b\\\\c\\n\\u0001 \xC3\xA9\"");
}

}  // namespace
}  // namespace kokoro::cli
