#include "engine/word_times.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/utf8.hpp"

namespace kokoro::engine {
namespace {

constexpr double kHalfFramesPerSecond = 80;
constexpr std::int64_t kLeadFrames = 3;

// Walks a phoneme string and the durations of its characters side by side.
class DurationCursor {
 public:
  DurationCursor(std::u32string phonemes, const std::map<char32_t, std::int32_t>& vocabulary,
                 std::span<const std::int32_t> durations)
      : phonemes_(std::move(phonemes)), vocabulary_(vocabulary), durations_(durations) {}

  /// Frames of the spaces at the cursor, which moves behind them.
  std::int64_t take_spaces() {
    std::int64_t frames = 0;
    while (place_ < phonemes_.size() && phonemes_[place_] == U' ') frames += take();
    return frames;
  }

  /// Frames of `word` at the cursor, which moves behind it; 0 if something else stands there.
  std::int64_t take_word(std::u32string_view word) {
    if (phonemes_.compare(place_, word.size(), word) != 0) return 0;
    std::int64_t frames = 0;
    for (const std::size_t end = place_ + word.size(); place_ < end;) frames += take();
    return frames;
  }

 private:
  std::int64_t take() {
    if (!vocabulary_.contains(phonemes_[place_++])) return 0;
    return next_ + 1 < durations_.size() ? durations_[next_++] : 0;  // the last one is the closing edge's
  }

  std::u32string phonemes_;
  const std::map<char32_t, std::int32_t>& vocabulary_;
  std::span<const std::int32_t> durations_;
  std::size_t place_ = 0;
  std::size_t next_ = 1;
};

std::u32string strip(const std::u32string& text) {
  const auto first = text.find_first_not_of(U' ');
  if (first == std::u32string::npos) return {};
  return text.substr(first, text.find_last_not_of(U' ') - first + 1);
}

}  // namespace

std::vector<WordTime> word_times(std::span<const text::PhonemeToken> tokens, std::string_view phonemes,
                                 const std::map<char32_t, std::int32_t>& vocabulary,
                                 std::span<const std::int32_t> durations) {
  std::vector<WordTime> words;
  if (durations.size() < 3) return words;
  DurationCursor cursor(to_code_points(phonemes), vocabulary, durations);
  // In half frames: where the last word ended, and where the sound after the space behind it begins.
  std::int64_t left = 2 * std::max<std::int64_t>(0, durations[0] - kLeadFrames);
  std::int64_t right = left + 2 * cursor.take_spaces();
  for (const auto& token : tokens) {
    const std::int64_t start = left;
    if (const auto own = strip(to_code_points(token.phonemes)); !own.empty()) {
      const std::int64_t sound = 2 * cursor.take_word(own);
      const std::int64_t space = cursor.take_spaces();
      left = right + sound + space;
      right = left + space;
    }
    if (!token.is_word) continue;
    // Words that one thing written is said as ("$5.30") have one time.
    if (!words.empty() && token.begin_byte < token.end_byte && words.back().begin_byte == token.begin_byte &&
        words.back().end_byte == token.end_byte) {
      words.back().end_s = static_cast<double>(left) / kHalfFramesPerSecond;
      continue;
    }
    words.push_back({token.text, token.begin_byte, token.end_byte, static_cast<double>(start) / kHalfFramesPerSecond,
                     static_cast<double>(left) / kHalfFramesPerSecond});
  }
  return words;
}

}  // namespace kokoro::engine
