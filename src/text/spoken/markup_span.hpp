#pragma once

#include <cstddef>
#include <string_view>

#include "text/characters/source.hpp"

namespace kokoro::text {

/// End of the speech markup that begins with the bracket at `at`: "[word](/ipa/)", "[word](+1)", "[pause:1s]",
/// "[voice:x]", "[rate:1.2]"; `at` when there is none. Looks at no more than 400 bytes.
std::size_t markup_span_end(std::string_view text, std::size_t at);

/// The same with places in code points.
std::size_t markup_span_end(const Source& source, std::size_t at);

}  // namespace kokoro::text
