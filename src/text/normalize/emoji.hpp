#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::text {

/// An emoji with what belongs to it: variation selectors, skin tones, joined figures, flags, keycaps.
struct Emoji {
  std::size_t end = 0;    ///< 0 when there is none
  std::string_view name;  ///< short English name; empty when it is none of the well-known ones
};

/// The emoji at `at`. Looks at no more than 32 code points.
Emoji emoji_at(std::string_view text, std::size_t at);

}  // namespace kokoro::text
