#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kokoro::audio {

/// Whether a word as it is shown ends a sentence: a full stop or the like, not the dot of an abbreviation ("Dr.",
/// "e.g.", "Sra.") or of initials ("J.").
bool ends_sentence(std::string_view word);

/// Whether a paragraph or a heading ends in `source` between the bytes `end` and `begin` of two words that follow each
/// other.
bool ends_paragraph(std::string_view source, std::size_t end, std::size_t begin);

/// A dash with blanks around it between those bytes, which belongs to the word before; empty when there is none.
std::string_view dash_between(std::string_view source, std::size_t end, std::size_t begin);

/// `marks`, which are written against a word, without the signs of Markdown.
std::string without_markdown(std::string_view marks);

}  // namespace kokoro::audio
