#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kokoro::text::english_normalization {

/// "one half", "three quarters", "five sixteenths".
std::string say_fraction(unsigned long over, unsigned long under);

/// "½" and its like; the end is 0 when there is none.
struct VulgarFraction {
  std::size_t end = 0;
  unsigned over = 0, under = 0;
};
VulgarFraction vulgar_fraction_at(std::string_view text, std::size_t at);

}  // namespace kokoro::text::english_normalization
