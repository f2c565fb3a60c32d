#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <kokoro/reading.hpp>

namespace kokoro::text::english_normalization {

/// Where a rule looks: the whole text, and how it is to be read.
struct Place {
  std::string_view text;
  const NormalizationOptions& options;
  bool british = false;
};

/// What a rule recognised: the bytes up to `end` are said as `spoken`.
struct Reading {
  std::size_t end = 0;
  std::string spoken;
  bool glued = false;  ///< an ending of the word before it
};

/// A rule says what begins at `at`, or nothing when that is not of its kind. It looks at the text before and a bounded
/// span after what it takes, so that a scan that tries all rules at each word stays linear.
using Rule = std::optional<Reading> (*)(const Place& place, std::size_t at);

}  // namespace kokoro::text::english_normalization
