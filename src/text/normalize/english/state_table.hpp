#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::text::english_normalization {

/// The name of a state of the USA for its two capitals, "DC" for itself; empty for others.
std::string_view state_name(std::string_view letters);

/// Whether the name of a state ends before `end`: "Springfield, Illinois".
bool ends_in_state_name(std::string_view text, std::size_t end);

}  // namespace kokoro::text::english_normalization
