#pragma once

#include <string_view>

namespace kokoro::text::english_normalization {

/// What a mark of ASCII is called in addresses and in spelling; empty: it has no name.
std::string_view mark_name(char c);

}  // namespace kokoro::text::english_normalization
