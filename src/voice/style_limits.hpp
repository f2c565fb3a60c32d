#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace kokoro::voice {

/// What the numbers of a style can be. Of the 68 published voices and the four embedded ones the largest number is 3.2
/// and the largest root mean square of a row 0.77; ten times that is no trained style, nor a mix of some, and the
/// network's own numbers overflow where it goes on from there.
inline constexpr float kLargestStyleNumber = 32;
inline constexpr double kLargestStyleRms = 8;

/// The first row of `width` numbers that can be no style: "row 5, column 7 is infinite, expected …" or "row 5 has …";
/// nothing when all rows can be one.
std::optional<std::string> find_style_fault(std::span<const float> values, std::size_t width);

}  // namespace kokoro::voice
