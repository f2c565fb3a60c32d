#include "engine/sentence_gaps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>

namespace kokoro::engine {
namespace {

constexpr std::size_t kMs = 24;
constexpr std::size_t kFrame = 600;

/// A tone of `tone_ms`, silence of `silence_ms`, a tone again.
std::vector<float> two_tones(std::size_t tone_ms, std::size_t silence_ms) {
  std::vector<float> audio((2 * tone_ms + silence_ms) * kMs, 0.0F);
  for (std::size_t i = 0; i < audio.size(); ++i) {
    if (i / kMs >= tone_ms && i / kMs < tone_ms + silence_ms) continue;
    audio[i] = 0.5F * std::sin(0.2F * static_cast<float>(i));
  }
  return audio;
}

std::size_t longest_silence(const std::vector<float>& audio) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const float sample : audio) {
    run = std::abs(sample) < 1e-3F ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

float steepest_step(const std::vector<float>& audio) {
  float step = 0;
  for (std::size_t i = 1; i < audio.size(); ++i) step = std::max(step, std::abs(audio[i] - audio[i - 1]));
  return step;
}

TEST(SentenceGaps, AreAsLongAsAskedFor) {
  for (const auto& [made_ms, wanted_ms] :
       {std::tuple<std::size_t, std::size_t>{430, 100}, {430, 2000}, {100, 350}, {430, 430}, {430, 0}, {0, 300}}) {
    auto audio = two_tones(500, made_ms);
    const std::size_t before = audio.size();
    const float step_before = steepest_step(audio);  // where the tones break off
    // The mark's frames lie in the silence.
    const SentenceEnd end{20, 20 + made_ms / 25};
    const auto changes = set_sentence_gaps(audio, std::span(&end, 1), wanted_ms * kMs, kFrame);
    const auto difference = static_cast<double>(wanted_ms) - static_cast<double>(made_ms);
    EXPECT_NEAR((static_cast<double>(audio.size()) - static_cast<double>(before)) / kMs, difference, 6)
        << made_ms << " to " << wanted_ms;
    EXPECT_NEAR(static_cast<double>(longest_silence(audio)) / kMs, static_cast<double>(wanted_ms), 12)
        << made_ms << " to " << wanted_ms;
    EXPECT_LE(changes.size(), 1U);
    EXPECT_LE(steepest_step(audio), step_before) << "a click, " << made_ms << " to " << wanted_ms;
  }
}

TEST(SentenceGaps, SeveralInARow) {
  auto audio = two_tones(400, 200);
  const auto more = two_tones(400, 200);
  audio.insert(audio.end(), more.begin(), more.end());  // tones of 400, 800 and 400 ms
  const std::vector<SentenceEnd> ends{{16, 24}, {56, 64}};
  const auto changes = set_sentence_gaps(audio, ends, 500 * kMs, kFrame);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_NEAR(static_cast<double>(audio.size()) / kMs, 1600 + 2 * 500, 12);
  EXPECT_NEAR(static_cast<double>(changes[1].at_sample) / kMs, 1400 + 100, 6) << "of the audio before all changes";
}

TEST(SentenceGaps, WordsMoveWithTheSound) {
  std::vector<WordTime> words(3);
  std::tie(words[0].start_s, words[0].end_s) = std::tuple(0.1, 0.5);
  std::tie(words[1].start_s, words[1].end_s) = std::tuple(1.0, 1.2);
  std::tie(words[2].start_s, words[2].end_s) = std::tuple(2.0, 2.5);
  const std::vector<GapChange> changes{{600 * kMs, 300 * 24}, {1500 * kMs, -200 * 24}};
  move_words(words, changes);
  EXPECT_DOUBLE_EQ(words[0].end_s, 0.5);
  EXPECT_DOUBLE_EQ(words[1].start_s, 1.3);
  EXPECT_DOUBLE_EQ(words[1].end_s, 1.5);
  EXPECT_DOUBLE_EQ(words[2].start_s, 2.1);
  words[0].end_s = 1.6;  // in the middle of what is taken out
  move_words(words, std::span(changes).last(1));
  EXPECT_DOUBLE_EQ(words[0].end_s, 1.5);
}

TEST(SentenceGaps, EndsOfSentencesInsideAChunk) {
  const auto token = [](const char* text, bool is_word, bool space, std::size_t begin) {
    return text::PhonemeToken{text, text, space, is_word, begin, begin + 1};
  };
  const std::vector<text::PhonemeToken> tokens{token("a", true, false, 0), token(".", false, true, 1),
                                               token("b", true, false, 3), token(",", false, true, 4),
                                               token("a", true, false, 6), token("!", false, false, 7)};
  const std::map<char32_t, std::int32_t> vocabulary{{U'a', 1}, {U'b', 2}, {U'.', 3}, {U',', 4}, {U'!', 5}, {U' ', 6}};
  const std::vector<std::int32_t> durations{7, 3, 10, 2, 3, 4, 1, 3, 9, 5};
  const auto ends = sentence_ends(tokens, "a. b, a!", vocabulary, durations);
  ASSERT_EQ(ends.size(), 1U) << "not at the comma, not at the end of the chunk";
  EXPECT_EQ(ends[0].begin_frame, 10U);
  EXPECT_EQ(ends[0].end_frame, 22U);
}

TEST(SentenceGaps, NothingBreaksOnSilenceOrNothing) {
  std::vector<float> silent(5000, 0.0F);
  const SentenceEnd end{3, 5};
  set_sentence_gaps(silent, std::span(&end, 1), 100 * kMs, kFrame);
  EXPECT_TRUE(std::all_of(silent.begin(), silent.end(), [](float sample) { return sample == 0; }));
  std::vector<float> none;
  EXPECT_TRUE(set_sentence_gaps(none, std::span(&end, 1), 100 * kMs, kFrame).empty());
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace kokoro::engine
