#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "text/characters/source.hpp"

namespace kokoro::text {

/// The URL, e-mail address or domain in the run [begin, end) of characters without spaces, without the brackets,
/// quotes and sentence marks around it; nothing when the run holds none. Linear.
std::optional<std::pair<std::size_t, std::size_t>> find_address(const Source& source, std::size_t begin,
                                                                std::size_t end);

}  // namespace kokoro::text
