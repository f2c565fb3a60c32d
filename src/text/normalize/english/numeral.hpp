#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kokoro::text::english_normalization {

/// A written number without its sign: "1,234.50", ".5", "007".
struct Numeral {
  std::size_t end = 0;   ///< first byte after it
  std::string whole;     ///< digits without separators; empty for ".5"
  std::string fraction;  ///< digits after the point
  bool grouped = false;  ///< commas between thousands

  bool integral() const { return fraction.empty(); }
  bool is_one() const { return whole == "1" && fraction.empty(); }
  /// Value of the whole part; the largest number for what does not fit.
  unsigned long value() const;
};

/// The number at `at`: digits, commas between groups of three, a point before digits. Linear in its length.
std::optional<Numeral> numeral_at(std::string_view text, std::size_t at);

/// "one thousand two hundred thirty four point five zero"; leading zeros are said, and a long number that is not
/// grouped is said digit by digit unless it is round.
std::string say(const Numeral& number, bool british);
/// The same, where an integer of four digits is a year: "nineteen ninety nine".
std::string say_plain(const Numeral& number, bool british);
/// Whether a plain number is read as a year: 1100 to 2099, no separators.
bool looks_like_year(const Numeral& number);

}  // namespace kokoro::text::english_normalization
