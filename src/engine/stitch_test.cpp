#include "engine/stitch.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kokoro::engine {
namespace {

using text::Boundary;

constexpr std::size_t kMs = 24;
constexpr std::size_t kKept = 50 * kMs;

std::vector<float> speech_between(std::size_t front_ms, std::size_t speech_ms, std::size_t back_ms, float level) {
  std::vector<float> audio((front_ms + speech_ms + back_ms) * kMs, 0.0F);
  std::fill_n(audio.begin() + static_cast<std::ptrdiff_t>(front_ms * kMs), speech_ms * kMs, level);
  return audio;
}

TEST(Stitch, CutsEdgesToFiftyMilliseconds) {
  const auto out = stitch(speech_between(200, 100, 300, 0.5F), Boundary::none, true);
  EXPECT_EQ(out.cut_front_samples, 150 * kMs);
  EXPECT_EQ(out.speech_samples, (50 + 100 + 50) * kMs);
  EXPECT_EQ(out.audio.size(), out.speech_samples);
  EXPECT_EQ(out.audio[kKept - 1], 0.0F);
  EXPECT_EQ(out.audio[kKept], 0.5F);
}

TEST(Stitch, ShortEdgesStay) {
  const auto in = speech_between(20, 100, 30, 0.5F);
  const auto out = stitch(in, Boundary::none, true);
  EXPECT_EQ(out.cut_front_samples, 0U);
  EXPECT_EQ(out.audio, in);
}

TEST(Stitch, QuietOnsetsAreSpeech) {
  auto in = speech_between(200, 100, 0, 0.5F);
  std::fill_n(in.begin() + 150 * kMs, 50 * kMs, 0.005F);  // 40 dB below the peak
  EXPECT_EQ(stitch(in, Boundary::none, true).cut_front_samples, 100 * kMs);
}

TEST(Stitch, SilenceIsRelativeToThePeak) {
  auto in = speech_between(200, 100, 0, 0.01F);
  std::fill_n(in.begin(), 200 * kMs, 1e-5F);  // 60 dB below
  EXPECT_EQ(stitch(in, Boundary::none, true).cut_front_samples, 150 * kMs);
}

TEST(Stitch, CutEdgesFadeOthersDoNot) {
  auto in = speech_between(200, 100, 10, 0.5F);
  std::fill_n(in.begin(), 200 * kMs, 1e-3F);  // a floor that would click where it is cut
  std::fill_n(in.end() - 10 * kMs, 10 * kMs, 1e-3F);
  const auto out = stitch(in, Boundary::none, true);
  EXPECT_EQ(out.audio.front(), 0.0F);
  EXPECT_GT(out.audio[4 * kMs], out.audio[2 * kMs]);
  EXPECT_FLOAT_EQ(out.audio[5 * kMs], 1e-3F);
  EXPECT_FLOAT_EQ(out.audio.back(), 1e-3F);
}

TEST(Stitch, PausesByBoundary) {
  const auto in = speech_between(0, 100, 0, 0.5F);
  const auto pause_ms = [&in](Boundary boundary) {
    const auto out = stitch(in, boundary, false);
    EXPECT_EQ(out.speech_samples, in.size());
    return (out.audio.size() - in.size()) / kMs;
  };
  EXPECT_EQ(pause_ms(Boundary::none), 0U);
  EXPECT_EQ(pause_ms(Boundary::comma), 60U);
  EXPECT_EQ(pause_ms(Boundary::clause), 150U);
  EXPECT_EQ(pause_ms(Boundary::sentence), 250U);
  EXPECT_EQ(pause_ms(Boundary::paragraph), 500U);
  EXPECT_EQ(stitch(in, Boundary::paragraph, true).audio.size(), in.size());
}

TEST(Stitch, SilentAndEmptyAudioStay) {
  const std::vector<float> silence(2000, 1e-6F);
  EXPECT_EQ(stitch(silence, Boundary::none, true).audio, silence);
  EXPECT_TRUE(stitch({}, Boundary::none, true).audio.empty());
}

}  // namespace
}  // namespace kokoro::engine
