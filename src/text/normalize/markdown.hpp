#pragma once

#include <string_view>

#include "text/normalize/normalize_options.hpp"
#include "text/normalize/spoken_text.hpp"

namespace kokoro::text {

/// Text without the signs of Markdown: headings, list items and rows of tables become paragraphs, links their text,
/// emphasis and code spans what is in them. Lines of one paragraph are joined by a space; a "\n" that stays is the end
/// of a paragraph. With options.markdown false only the lines are looked at. `text` has been through fold(). Linear.
SpokenText read_markdown(std::string_view text, const NormalizeOptions& options);

}  // namespace kokoro::text
