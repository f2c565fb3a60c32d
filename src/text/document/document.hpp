#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Text that is read in one way: one voice, language, rate and volume, without a pause inside.
struct DocumentSpan {
  SpokenText text;            ///< with the way back to the bytes of the source; may hold "[word](/ipa/)"
  std::string voice;          ///< empty: the request's
  std::string language;       ///< empty: the request's
  double rate = 1;            ///< times the request's speed
  double volume = 1;          ///< gain
  double pause_before_s = 0;  ///< silence asked for before it
};

/// A place in the text whose time is to be reported.
struct DocumentMark {
  std::string name;
  std::size_t source_byte = 0;  ///< the time is that of the first word at or after it
};

/// A marked-up text, in reading order.
struct Document {
  std::vector<DocumentSpan> spans;
  std::vector<DocumentMark> marks;
  double pause_after_s = 0;  ///< at the end
};

inline constexpr double kMaxPauseS = 60;
inline constexpr double kMinRate = 0.25;
inline constexpr double kMaxRate = 4;
inline constexpr double kMaxVolume = 4;

}  // namespace kokoro::text
