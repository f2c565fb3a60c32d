#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace kokoro::text::english_normalization {

struct Magnitude {
  std::size_t end = 0;
  std::string_view spoken;  ///< "thousand", "million", …
};

/// "k", "M", "bn" directly after a number, or "million" after a blank or a hyphen. `money`: "m" is a million, which
/// elsewhere is a meter.
std::optional<Magnitude> magnitude_at(std::string_view text, std::size_t at, bool money);

}  // namespace kokoro::text::english_normalization
