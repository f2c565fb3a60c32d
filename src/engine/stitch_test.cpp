#include "engine/stitch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <tuple>

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
  const auto out = stitch(speech_between(200, 100, 300, 0.5F), {Boundary::none, true, true});
  EXPECT_EQ(out.cut_front_samples, std::ptrdiff_t{150 * kMs});
  EXPECT_EQ(out.speech_samples, (50 + 100 + 50) * kMs);
  EXPECT_EQ(out.audio.size(), out.speech_samples);
  EXPECT_EQ(out.audio[kKept - 1], 0.0F);
  EXPECT_EQ(out.audio[kKept], 0.5F);
}

TEST(Stitch, ShortEdgesStay) {
  const auto in = speech_between(20, 100, 30, 0.5F);
  const auto out = stitch(in, {Boundary::none, true, true});
  EXPECT_EQ(out.cut_front_samples, 0);
  EXPECT_EQ(out.audio, in);
}

TEST(Stitch, QuietOnsetsAreSpeech) {
  auto in = speech_between(200, 100, 0, 0.5F);
  std::fill_n(in.begin() + 150 * kMs, 50 * kMs, 0.005F);  // 40 dB below the peak
  EXPECT_EQ(stitch(in, {Boundary::none, true, true}).cut_front_samples, std::ptrdiff_t{100 * kMs});
}

TEST(Stitch, SilenceIsRelativeToThePeak) {
  auto in = speech_between(200, 100, 0, 0.01F);
  std::fill_n(in.begin(), 200 * kMs, 1e-5F);  // 60 dB below
  EXPECT_EQ(stitch(in, {Boundary::none, true, true}).cut_front_samples, std::ptrdiff_t{150 * kMs});
}

TEST(Stitch, CutEdgesFadeOthersDoNot) {
  auto in = speech_between(200, 100, 10, 0.5F);
  std::fill_n(in.begin(), 200 * kMs, 1e-3F);  // a floor that would click where it is cut
  std::fill_n(in.end() - 10 * kMs, 10 * kMs, 1e-3F);
  const auto out = stitch(in, {Boundary::none, true, true});
  EXPECT_EQ(out.audio.front(), 0.0F);
  EXPECT_GT(out.audio[4 * kMs], out.audio[2 * kMs]);
  EXPECT_FLOAT_EQ(out.audio[5 * kMs], 1e-3F);
  EXPECT_FLOAT_EQ(out.audio.back(), 1e-3F);
}

TEST(Stitch, PausesByBoundary) {
  const auto in = speech_between(0, 100, 0, 0.5F);
  const auto pause_ms = [&in](Boundary boundary) {
    const auto out = stitch(in, {boundary, true, false});
    EXPECT_EQ(out.speech_samples, in.size());
    return (out.audio.size() - in.size()) / kMs;
  };
  EXPECT_EQ(pause_ms(Boundary::none), 0U);
  EXPECT_EQ(pause_ms(Boundary::comma), 60U);
  EXPECT_EQ(pause_ms(Boundary::clause), 180U);
  EXPECT_EQ(pause_ms(Boundary::sentence), 350U);
  EXPECT_EQ(pause_ms(Boundary::paragraph), 800U);
  EXPECT_EQ(stitch(in, {Boundary::paragraph, true, true}).audio.size(), in.size());
}

TEST(Stitch, EdgesOfTheSpeechAreAsLongAsAskedFor) {
  const auto in = speech_between(20, 100, 300, 0.5F);
  for (const int edge_ms : {0, 30, 50, 200}) {
    const auto out = stitch(in, {Boundary::sentence, true, true}, {.edge_ms = edge_ms});
    const auto edge = static_cast<std::size_t>(edge_ms) * kMs;
    ASSERT_EQ(out.audio.size(), 2 * edge + 100 * kMs) << edge_ms;
    EXPECT_EQ(out.cut_front_samples, static_cast<std::ptrdiff_t>(20 * kMs) - static_cast<std::ptrdiff_t>(edge));
    const auto loud = [](float sample) { return sample != 0; };
    const auto first = std::find_if(out.audio.begin(), out.audio.end(), loud) - out.audio.begin();
    EXPECT_LE(static_cast<std::size_t>(first), edge + 1) << edge_ms;
  }
  // Inside of the speech nothing is added.
  EXPECT_EQ(stitch(in, {Boundary::none, false, false}, {.edge_ms = 200}).audio.size(), (20 + 100 + 50) * kMs);
}

TEST(Stitch, GapsBetweenSoundsFollowThatOfSentences) {
  const auto in = speech_between(200, 100, 200, 0.5F);
  for (const auto& [sentence_ms, boundary, gap_ms] : {std::tuple{450, Boundary::sentence, 450U},
                                                      {450, Boundary::comma, 160U},
                                                      {900, Boundary::sentence, 900U},
                                                      {900, Boundary::paragraph, 1800U},
                                                      {140, Boundary::sentence, 140U},
                                                      {60, Boundary::sentence, 60U},
                                                      {0, Boundary::paragraph, 0U}}) {
    const Silence silence{.sentence_ms = sentence_ms};
    const auto one = stitch(in, {boundary, true, false}, silence).audio.size();
    const auto other = stitch(in, {boundary, false, true}, silence);
    // The first has 50 ms before it, the last 50 ms behind it.
    EXPECT_EQ(one + other.audio.size(), (100 + 200 + gap_ms) * kMs) << sentence_ms;
  }
}

TEST(Stitch, GapsBetweenParagraphsHaveALengthOfTheirOwn) {
  const auto in = speech_between(200, 100, 200, 0.5F);
  for (const Silence silence : {Silence{.paragraph_ms = 1500}, Silence{.sentence_ms = 100, .paragraph_ms = 1500}}) {
    const auto one = stitch(in, {Boundary::paragraph, true, false}, silence).audio.size();
    const auto other = stitch(in, {Boundary::sentence, false, true}, silence).audio.size();
    EXPECT_EQ(one + other, (100 + 200 + 1500) * kMs);
  }
}

TEST(Stitch, OwesThePauseOfALastChunk) {
  const auto in = speech_between(0, 100, 0, 0.5F);
  EXPECT_EQ(stitch(in, {Boundary::sentence, true, true}).owed_pause_samples, 350 * kMs);
  EXPECT_EQ(stitch(in, {Boundary::sentence, true, true}, {.edge_ms = 100}).owed_pause_samples, 250 * kMs);
  EXPECT_EQ(stitch(in, {Boundary::sentence, true, false}).owed_pause_samples, 0U);
}

TEST(Stitch, SilentAndEmptyAudioStay) {
  const std::vector<float> silence(2000, 1e-6F);
  EXPECT_EQ(stitch(silence, {Boundary::none, true, true}).audio, silence);
  EXPECT_TRUE(stitch({}, {Boundary::none, true, true}).audio.empty());
}

/// Whatever the samples are, the parts add up and nothing is made but silence.
TEST(Stitch, HoldsForAnyFloats) {
  std::mt19937 random(19);
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const std::vector<float> kinds{0,         -0.0F,      1e-5F,         0.5F,   -1,    1e8F,
                                 kInfinity, -kInfinity, std::nanf(""), 1e-40F, 3e38F, -3e38F};
  const auto below = [&random](std::size_t count) { return static_cast<std::size_t>(random()) % count; };
  for (int round = 0; round < 4000; ++round) {
    const std::size_t used = 1 + below(3);
    std::vector<float> palette;
    for (std::size_t i = 0; i < used; ++i) palette.push_back(kinds[below(kinds.size())]);
    std::vector<float> in(below(round % 8 == 0 ? 6000 : 40));
    for (float& sample : in) {
      sample = round % 5 == 0 ? std::bit_cast<float>(static_cast<std::uint32_t>(random())) : palette[below(used)];
    }
    const StitchPlace place{static_cast<Boundary>(below(5)), below(2) == 0, below(2) == 0};
    Silence silence{.sentence_ms = static_cast<int>(below(1000))};
    if (below(2) == 0) silence.edge_ms = static_cast<int>(below(300));
    const auto out = stitch(in, place, silence);
    ASSERT_LE(out.speech_samples, out.audio.size());
    ASSERT_LE(out.cut_front_samples, static_cast<std::ptrdiff_t>(in.size()));
    ASSERT_LE(out.speech_samples, in.size() + 2 * 300 * kMs);
    ASSERT_LE(out.audio.size() - out.speech_samples + out.owed_pause_samples, 900 * kMs * 1000 / 450 + 1);
    const auto not_silent = [](float sample) { return sample != 0; };  // true for NaN
    ASSERT_LE(std::count_if(out.audio.begin(), out.audio.end(), not_silent),
              std::count_if(in.begin(), in.end(), not_silent));
    ASSERT_TRUE(!place.last || out.audio.size() == out.speech_samples);
  }
}

TEST(Stitch, AnInfinityIsHeardAndNoNumberIsNot) {
  auto in = speech_between(200, 100, 200, std::numeric_limits<float>::infinity());
  EXPECT_EQ(stitch(in, {Boundary::none, true, true}).speech_samples, (50 + 100 + 50) * kMs);
  in = speech_between(200, 100, 200, std::nanf(""));
  EXPECT_EQ(stitch(in, {Boundary::none, true, true}).speech_samples, in.size());
}

}  // namespace
}  // namespace kokoro::engine
