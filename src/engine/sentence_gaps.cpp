#include "engine/sentence_gaps.hpp"

#include <algorithm>
#include <cmath>
#include <kokoro/version.hpp>
#include <limits>

#include "base/utf8.hpp"
#include "engine/duration_cursor.hpp"
#include "text/chunk/breaks.hpp"

namespace kokoro::engine {
namespace {

constexpr std::size_t kBlock = 5 * kSampleRateHz / 1000;
constexpr std::size_t kFade = kBlock;
constexpr float kSilenceOfPeak = 1.0F / 178.0F;  // -45 dB
/// Silence begins a little before the mark's own frames, in those of the last sound, and ends behind them.
constexpr std::size_t kBlocksAround = 40;

float peak_of(std::span<const float> samples) {
  float peak = 0;
  for (const float sample : samples) peak = std::max(peak, std::abs(sample));
  return peak;
}

struct Stretch {
  std::size_t begin = 0;  ///< samples
  std::size_t end = 0;
};

/// The longest silence within the blocks of `window`, an empty stretch at the lowest block if there is none.
Stretch find_silence(std::span<const float> audio, Stretch window, float threshold) {
  Stretch longest{window.begin, window.begin};
  std::size_t lowest = window.begin;
  float lowest_peak = std::numeric_limits<float>::infinity();
  std::size_t run = window.begin;
  for (std::size_t block = window.begin; block + kBlock <= window.end; block += kBlock) {
    const float peak = peak_of(audio.subspan(block, kBlock));
    if (peak < lowest_peak) {
      lowest_peak = peak;
      lowest = block;
    }
    if (peak > threshold) {
      run = block + kBlock;
    } else if (block + kBlock - run > longest.end - longest.begin) {
      longest = {run, block + kBlock};
    }
  }
  if (longest.end > longest.begin) return longest;
  return {lowest + kBlock / 2, lowest + kBlock / 2};
}

/// Falls to nothing before `place` and rises from it behind.
void fade_around(std::vector<float>& audio, std::size_t place) {
  for (std::size_t i = 0; i < kFade; ++i) {
    const float gain = static_cast<float>(i) / static_cast<float>(kFade);
    if (i < place) audio[place - 1 - i] *= gain;
    if (place + i < audio.size()) audio[place + i] *= gain;
  }
}

}  // namespace

std::vector<SentenceEnd> sentence_ends(const std::vector<text::PhonemeToken>& tokens, std::string_view phonemes,
                                       const std::map<char32_t, std::int32_t>& vocabulary,
                                       std::span<const std::int32_t> durations) {
  std::vector<SentenceEnd> ends;
  if (durations.size() < 3) return ends;
  DurationCursor cursor(to_code_points(phonemes), vocabulary, durations);
  std::int64_t frame = durations[0] + cursor.take_spaces();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::u32string written = to_code_points(tokens[i].phonemes);
    const std::int64_t begin = frame;
    if (const auto own = strip_spaces(written); !own.empty()) {
      frame += cursor.take_word(own);
      frame += cursor.take_spaces();
    }
    if (i + 1 < tokens.size() && text::break_after(tokens, i) == text::Break::sentence) {
      ends.push_back({static_cast<std::size_t>(begin), static_cast<std::size_t>(frame)});
    }
  }
  return ends;
}

std::vector<GapChange> set_sentence_gaps(std::vector<float>& audio, std::span<const SentenceEnd> ends,
                                         std::size_t gap_samples, std::size_t samples_per_frame) {
  std::vector<GapChange> changes;
  const float threshold = peak_of(audio) * kSilenceOfPeak;
  std::ptrdiff_t moved = 0;
  std::size_t done = 0;  // samples that belong to the gap before
  for (const SentenceEnd& end : ends) {
    const auto moved_sample = [&](std::size_t frame) {
      return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(frame * samples_per_frame) + moved);
    };
    const std::size_t begin = moved_sample(end.begin_frame);
    const Stretch window{std::max(done, begin - std::min(begin, kBlocksAround * kBlock)),
                         std::min(audio.size(), moved_sample(end.end_frame) + kBlocksAround * kBlock)};
    if (window.begin + kBlock > window.end) continue;
    const Stretch silence = find_silence(audio, window, threshold);
    const std::size_t length = silence.end - silence.begin;
    const std::size_t middle = silence.begin + length / 2;
    const auto difference = static_cast<std::ptrdiff_t>(gap_samples) - static_cast<std::ptrdiff_t>(length);
    const std::size_t cut = difference < 0 ? static_cast<std::size_t>(-difference) : 0;
    const std::size_t at = middle - cut / 2;
    if (difference == 0) continue;
    changes.push_back({static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) - moved), difference});
    const auto place = audio.begin() + static_cast<std::ptrdiff_t>(at);
    audio.erase(place, place + static_cast<std::ptrdiff_t>(cut));
    fade_around(audio, at);
    if (difference > 0) {
      audio.insert(audio.begin() + static_cast<std::ptrdiff_t>(at), static_cast<std::size_t>(difference), 0.0F);
    }
    moved += difference;
    done = silence.begin + gap_samples;
  }
  return changes;
}

void move_words(std::vector<WordTime>& words, std::span<const GapChange> changes) {
  const auto moved = [changes](double seconds) {
    double shift = 0;
    for (const GapChange& change : changes) {
      const double at = static_cast<double>(change.at_sample) / kSampleRateHz;
      if (seconds <= at) break;
      const double samples = static_cast<double>(change.samples) / kSampleRateHz;
      // What lay in a stretch that was taken out is at its place.
      shift += std::max(samples, at - seconds);
    }
    return seconds + shift;
  };
  for (WordTime& word : words) {
    word.start_s = moved(word.start_s);
    word.end_s = std::max(word.start_s, moved(word.end_s));
  }
}

}  // namespace kokoro::engine
