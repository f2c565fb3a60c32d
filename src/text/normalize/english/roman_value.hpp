#pragma once

#include <string_view>

namespace kokoro::text::english_normalization {

/// The value of a correctly written Roman numeral in capitals, 0 for other words.
unsigned roman_value(std::string_view word);

}  // namespace kokoro::text::english_normalization
