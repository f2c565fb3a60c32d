#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kokoro::text::english_normalization {

/// A unit of measure found after a number.
struct Unit {
  std::size_t end = 0;  ///< first byte after it
  std::string one, many;
};

/// The unit at `at`, directly after a number or after a blank (`spaced`): SI with its prefixes, imperial, data, rates
/// ("km/h", "MB/s", "mg/dL"). Case matters: mV and MV, Mb and MB. After a blank, symbols that are words as well ("in",
/// "a") are none. British spelling where asked for.
std::optional<Unit> unit_at(std::string_view text, std::size_t at, bool spaced, bool british);

}  // namespace kokoro::text::english_normalization
