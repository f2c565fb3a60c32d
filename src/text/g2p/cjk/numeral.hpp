#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/characters/source.hpp"

namespace kokoro::text {

/// A number as Chinese and Japanese texts write it, without its sign, currency and unit.
struct Numeral {
  enum class Kind : std::uint8_t {
    plain,     ///< parts: integer digits, then the decimals if there are any. "1,234.5" → 1234 5
    range,     ///< parts: two plain numbers, decimals after a point. "3-5", "1.5～2"
    fraction,  ///< parts: numerator, denominator
    date,      ///< parts: year, month, day. "2024-05-03", "2024/5/3", "2024.5.3"
    time,      ///< parts: hour, minute, and second if there is one
    ratio,     ///< parts: two integers. "4:3"
    groups,    ///< parts: groups of digits of a telephone number or the like
    version,   ///< parts: three or more, with points between. "1.2.3"
  };
  Kind kind = Kind::plain;
  std::vector<std::string> parts;  ///< ASCII digits, perhaps with one '.'
  std::size_t end = 0;             ///< code point after it
};

/// The digit 0-9 that `c` is, ASCII or full-width; nothing for others.
std::optional<char> decimal_digit(char32_t c);

/// The numeral that begins at the digit source[begin]. Linear in its length.
Numeral read_numeral(const Source& source, std::size_t begin);

/// A unit of measure behind a number, and how a language says it.
struct UnitName {
  std::u32string_view written;
  std::string_view spoken;
};

/// The unit at source[begin], the longest that no letter follows; null when there is none.
const UnitName* find_unit(const Source& source, std::size_t begin, const std::vector<UnitName>& units);

/// End of the unit that stands at `begin` behind a digit, so that it is no foreign word; `begin` when none does.
std::size_t end_of_unit(const Source& source, std::size_t begin, const std::vector<UnitName>& units);

}  // namespace kokoro::text
