#include "engine/word_times.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/utf8.hpp"
#include "engine/duration_cursor.hpp"

namespace kokoro::engine {
namespace {

constexpr double kHalfFramesPerSecond = 80;
constexpr std::int64_t kLeadFrames = 3;

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
    const std::u32string phonemes_of_token = to_code_points(token.phonemes);
    if (const auto own = strip_spaces(phonemes_of_token); !own.empty()) {
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
