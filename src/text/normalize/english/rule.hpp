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

/// A rule returns how the text at `at` is said, or nothing if it is not of the rule's kind. A rule looks at most a
/// bounded distance beyond the text that it takes; therefore a scan that tries all rules at each word stays linear.
using Rule = std::optional<Reading> (*)(const Place& place, std::size_t at);

}  // namespace kokoro::text::english_normalization
