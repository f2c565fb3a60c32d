#include "audio/loudness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <kokoro/version.hpp>
#include <numbers>
#include <vector>

namespace kokoro::audio {
namespace {

/// A 1 kHz tone with 100 ms of silence around it.
std::vector<float> tone(double seconds, float amplitude) {
  constexpr std::size_t kEdge = kSampleRateHz / 10;
  std::vector<float> out(static_cast<std::size_t>(seconds * kSampleRateHz) + 2 * kEdge, 0.0F);
  for (std::size_t i = kEdge; i + kEdge < out.size(); ++i) {
    out[i] =
        amplitude * static_cast<float>(std::sin(2 * std::numbers::pi * 1000 * static_cast<double>(i) / kSampleRateHz));
  }
  return out;
}

TEST(Loudness, IsThatOfTheStandard) {
  // EBU Tech 3341: a stereo sine of 1 kHz at -23 dBFS has -23 LUFS; one channel of it has 3.01 less.
  const auto samples = tone(5, static_cast<float>(std::pow(10, -23.0 / 20)));
  EXPECT_NEAR(loudness_lufs(samples), -26.01, 0.1);
  EXPECT_EQ(loudness_lufs(std::vector<float>(48'000, 0.0F)), -HUGE_VAL);
  EXPECT_EQ(loudness_lufs({}), -HUGE_VAL);
}

TEST(Loudness, ShortSoundsCountAsIfTheyWentOn) {
  std::vector<float> samples = tone(1, 0.1F);
  const auto middle = std::span(samples).subspan(9600, 4800);
  EXPECT_NEAR(loudness_lufs(middle), loudness_lufs(std::span(samples).subspan(4800, 14'400)), 0.5);
}

TEST(Leveller, OnePieceGetsTheLoudness) {
  for (const float amplitude : {0.01F, 0.1F, 0.7F}) {
    auto samples = tone(3, amplitude);
    Leveller(-20).level(samples);
    EXPECT_NEAR(loudness_lufs(samples), -20, 0.1) << amplitude;
  }
}

TEST(Leveller, PiecesComeToTheLoudnessTogetherAndKeepTheirDynamics) {
  std::vector<float> all;
  Leveller leveller(-20);
  for (const float amplitude : {0.1F, 0.12F, 0.08F, 0.1F, 0.14F, 0.07F, 0.1F, 0.1F}) {
    auto samples = tone(1, amplitude);
    leveller.level(samples);
    all.insert(all.end(), samples.begin(), samples.end());
  }
  EXPECT_NEAR(loudness_lufs(all), -20, 1);
  float largest_step = 0;
  for (std::size_t i = 1; i < all.size(); ++i) largest_step = std::max(largest_step, std::abs(all[i] - all[i - 1]));
  EXPECT_LT(largest_step, 0.1F) << "no click between pieces";
}

TEST(Leveller, PeaksStayBelowFullScale) {
  auto samples = tone(1, 0.01F);
  samples[12'000] = 0.5F;
  Leveller(-10).level(samples);
  EXPECT_LE(*std::max_element(samples.begin(), samples.end()), 0.892F);
}

TEST(Leveller, SilenceAndNothingStayWhatTheyAre) {
  std::vector<float> silence(24'000, 0.0F);
  Leveller leveller(-20);
  leveller.level(silence);
  leveller.level({});
  EXPECT_TRUE(std::all_of(silence.begin(), silence.end(), [](float x) { return x == 0; }));
  auto samples = tone(1, 0.1F);
  leveller.level(samples);
  EXPECT_NEAR(loudness_lufs(samples), -20, 1);
}

}  // namespace
}  // namespace kokoro::audio
