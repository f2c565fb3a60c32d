#include "voice/style_limits.hpp"

#include <fmt/format.h>

#include <cmath>

namespace kokoro::voice {
namespace {

std::string describe(float number) {
  if (std::isnan(number)) return "NaN, expected a finite number";
  if (std::isinf(number)) return "infinite, expected a finite number";
  return fmt::format("{:g}, expected {} to {}", number, -kLargestStyleNumber, kLargestStyleNumber);
}

}  // namespace

std::optional<std::string> find_style_fault(std::span<const float> values, std::size_t width) {
  for (std::size_t row = 0; (row + 1) * width <= values.size(); ++row) {
    double square = 0;
    for (std::size_t column = 0; column < width; ++column) {
      const float number = values[row * width + column];
      // False for NaN.
      if (!(std::abs(number) <= kLargestStyleNumber)) {
        return fmt::format("row {}, column {} is {}", row, column, describe(number));
      }
      square += static_cast<double>(number) * static_cast<double>(number);
    }
    const double rms = std::sqrt(square / static_cast<double>(width));
    if (rms > kLargestStyleRms) {
      return fmt::format("row {} has a root mean square of {:g}, expected at most {:g}", row, rms, kLargestStyleRms);
    }
  }
  return std::nullopt;
}

}  // namespace kokoro::voice
