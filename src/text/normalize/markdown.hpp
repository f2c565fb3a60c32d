#pragma once

#include <string_view>

#include <kokoro/reading.hpp>
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Text without the signs of Markdown: headings, list items and rows of tables become paragraphs, links their text,
/// emphasis and code spans what is in them. Lines of one paragraph are joined by a space; a "\n" that stays is the end
/// of a paragraph. With options.markdown false only the lines are looked at. `joins_lines` false: every line is a
/// paragraph, as in scripts without spaces. `text` has been through fold(). Linear.
SpokenText read_markdown(std::string_view text, const NormalizationOptions& options, bool joins_lines);

}  // namespace kokoro::text
