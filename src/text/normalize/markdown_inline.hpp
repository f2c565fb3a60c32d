#pragma once

#include <cstddef>
#include <string_view>

#include <kokoro/reading.hpp>
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Appends the bytes [begin, end) of `text`, one line, to `out`, without the signs of links, emphasis and code.
void append_inline_markdown(std::string_view text, std::size_t begin, std::size_t end,
                            const NormalizationOptions& options, SpokenText& out);

}  // namespace kokoro::text
