#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace kokoro::text::english {

/// Cuts a token into what misaki looks up: words (at the humps of "iPhone" too), numbers with their , and ., runs of
/// hyphens or apostrophes, single signs. Begin and end of each in `token`; a lone apostrophe after a digit or sign is
/// in none. Linear.
std::vector<std::pair<std::size_t, std::size_t>> subtokens(std::u32string_view token);

}  // namespace kokoro::text::english
