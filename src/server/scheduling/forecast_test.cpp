#include "server/scheduling/forecast.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace kokoro::server {
namespace {

/// A stream whose chunks of 10 s take 4 core seconds.
StreamForecast stream(double slack_s, double left_audio_s = 100) { return {slack_s, 10, 10, left_audio_s, 0.4}; }

TEST(Forecast, NobodyListens) { EXPECT_LT(foreseen_gap_s({}, std::vector<TurnForecast>{{5, 1}}, 2, 0), 0); }

TEST(Forecast, AChunkOnOneCoreTakesItsTime) {
  EXPECT_DOUBLE_EQ(foreseen_gap_s(std::vector{stream(5, 10)}, {}, 2, 0), -1);
  EXPECT_DOUBLE_EQ(foreseen_gap_s(std::vector{stream(3, 10)}, {}, 2, 0), 1);
}

TEST(Forecast, ATurnIsNotInterrupted) {
  const std::vector one{stream(5, 10)};
  EXPECT_DOUBLE_EQ(foreseen_gap_s(one, std::vector<TurnForecast>{{3, 1}}, 1, 0), 2);
  EXPECT_DOUBLE_EQ(foreseen_gap_s(one, std::vector<TurnForecast>{{3, 1}}, 2, 0), -1) << "the other core is free";
  EXPECT_DOUBLE_EQ(foreseen_gap_s(one, std::vector<TurnForecast>{{3, 1}, {2, 1}}, 2, 0), 1) << "free after 2 s";
}

TEST(Forecast, ThreadsShareTheCores) {
  // Three threads on two cores: the one of 2 core seconds ends after 3 s, then one more core second is left of the
  // stream's own, which has a core.
  const std::vector one{stream(10, 10)};
  const std::vector<TurnForecast> turns{{3, 1, one.data()}, {2, 1}, {9, 1}};
  EXPECT_DOUBLE_EQ(foreseen_gap_s(one, turns, 2, 0), 4 - 10);
}

TEST(Forecast, TheOneThatWouldRunDryFirstComesFirst) {
  EXPECT_DOUBLE_EQ(foreseen_gap_s(std::vector{stream(9, 10), stream(4.5, 10)}, {}, 1, 0), -0.5);
  EXPECT_DOUBLE_EQ(foreseen_gap_s(std::vector{stream(7, 10), stream(4.5, 10)}, {}, 1, 0), 1);
}

TEST(Forecast, AFirstChunkIsNeverLateButWhatFollowsIs) {
  const std::vector first{StreamForecast{{}, 5, 20, 100, 0.4}};
  // After 2 s it has 5 s to hear, and the next chunk takes 8.
  EXPECT_DOUBLE_EQ(foreseen_gap_s(first, std::vector<TurnForecast>{{2, 1, first.data()}}, 2, 0), 3);
}

TEST(Forecast, UncertaintyIsPartOfTheChunksOwnTime) {
  EXPECT_DOUBLE_EQ(foreseen_gap_s(std::vector{stream(5, 10)}, {}, 2, 0.25), 0);
}

TEST(Forecast, AllCoresEndATurnSooner) {
  const std::vector one{stream(3, 10)};
  EXPECT_DOUBLE_EQ(foreseen_gap_s(one, std::vector<TurnForecast>{{4, 2, one.data()}}, 2, 0), -1);
}

}  // namespace
}  // namespace kokoro::server
