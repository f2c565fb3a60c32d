#pragma once

#include <span>
#include <string_view>

namespace kokoro::text::english_normalization {

struct UnitName {
  std::string_view written;
  std::string_view one;
  std::string_view many;
  bool glued_only = false;   ///< a word or a letter by itself: a unit only when nothing separates it from the number
  bool spaced_only = false;  ///< means something else when it is glued: "5A" is a seat, "5 A" a current
};

/// Base units that take SI prefixes, then the others.
std::span<const UnitName> prefixed_units();
std::span<const UnitName> plain_units();

struct Prefix {
  std::string_view written;
  std::string_view spoken;
};
std::span<const Prefix> si_prefixes();

}  // namespace kokoro::text::english_normalization
