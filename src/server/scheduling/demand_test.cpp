#include "server/scheduling/demand.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace kokoro::server {
namespace {

TEST(Demand, NobodyAsksForAnything) { EXPECT_TRUE(std::isinf(spare_core_s({}, 2))); }

TEST(Demand, AStreamSparesWhatItsSlackLeaves) {
  // 10 s of slack are as many seconds of each core, of which kUsable counts; the next chunk takes 4 of them.
  const std::vector<Demand> streams{{.slack_s = 10, .next_audio_s = 10, .left_audio_s = 10, .core_s_per_audio_s = 0.4}};
  EXPECT_DOUBLE_EQ(spare_core_s(streams, 2), 20 * kUsable - 4);
  EXPECT_DOUBLE_EQ(spare_core_s(streams, 1), 10 * kUsable - 4);
}

TEST(Demand, AStreamThatRunsDrySparesNothing) {
  const std::vector<Demand> streams{{.slack_s = -1, .next_audio_s = 5, .left_audio_s = 50, .core_s_per_audio_s = 0.4}};
  EXPECT_LE(spare_core_s(streams, 4), -2);
}

TEST(Demand, StreamsThatTogetherNeedMoreThanThereIsSpareNothingHoweverAheadTheyAre) {
  std::vector<Demand> streams(
      5, {.slack_s = 30, .next_audio_s = 10, .left_audio_s = 3000, .core_s_per_audio_s = kUsable * 0.45});
  EXPECT_LT(spare_core_s(streams, 2), 0);
  streams.resize(4);
  EXPECT_GT(spare_core_s(streams, 2), 0);
}

TEST(Demand, AShortStreamMayUseWhatALongOneHasAhead) {
  // The long one alone takes nearly all that is usable, but it is a minute ahead.
  std::vector<Demand> streams{
      {.slack_s = 60, .next_audio_s = 10, .left_audio_s = 600, .core_s_per_audio_s = kUsable * 0.9}};
  const double before = spare_core_s(streams, 1);
  EXPECT_GT(before, 40);
  streams.push_back({.slack_s = 5, .next_audio_s = 5, .left_audio_s = 10, .core_s_per_audio_s = kUsable * 0.9});
  EXPECT_GT(spare_core_s(streams, 1), 0);
}

}  // namespace
}  // namespace kokoro::server
