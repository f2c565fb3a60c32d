#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace kokoro::engine {

/// Walks a chunk's phonemes and the durations of its characters side by side. `durations` has 25 ms frames per
/// vocabulary id and one more at each edge; characters outside the vocabulary take none.
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

/// `phonemes` without the spaces around it.
inline std::u32string_view strip_spaces(std::u32string_view phonemes) {
  const auto first = phonemes.find_first_not_of(U' ');
  if (first == std::u32string_view::npos) return {};
  return phonemes.substr(first, phonemes.find_last_not_of(U' ') - first + 1);
}

}  // namespace kokoro::engine
