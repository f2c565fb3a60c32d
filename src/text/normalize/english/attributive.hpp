#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::text::english_normalization {

/// Whether an amount at [at, end) describes the thing named after it, so that its unit is said in the singular: "a $5
/// bill", "a 12\" ruler", "a 60W bulb", "$20 billion deal"; not "5 km of road".
bool describes_next_word(std::string_view text, std::size_t at, std::size_t end);

}  // namespace kokoro::text::english_normalization
