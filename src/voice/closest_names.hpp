#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kokoro::voice {

/// Up to `most` of the names that a person who wrote `wanted` may have meant, the closest first: those that at most
/// half of its characters have to be changed for.
std::vector<std::string> closest_names(std::string_view wanted, const std::vector<std::string>& names,
                                       std::size_t most);

}  // namespace kokoro::voice
