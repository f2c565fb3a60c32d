#pragma once

#include <kokoro/error.hpp>
#include <string>
#include <string_view>

#include "text/document/document.hpp"

namespace kokoro::text {

/// Bytes between the brackets.
inline constexpr std::size_t kLongestMarkup = 200;

/// Plain text with markup in brackets: "[pause:1.5s]", "[voice:af_sky]", "[lang:fr]", "[rate:1.2]" and "[volume:50%]"
/// up to the next of their kind ("[voice:]", "[lang:]", "[rate:1]" and "[volume:100%]" go back to the request's),
/// "[mark:name]". "[word](/ipa/)" stays in the text. What is malformed is read as text. Linear.
Document parse_markup(std::string_view text);

/// The document as such a text, which reads back as the same document; brackets of its text that would be read as
/// markup are broken up. `voice` is written where it goes back to the request's; empty: "[voice:]".
/// Errors: invalid_input (names of voices or marks that brackets cannot hold).
Result<std::string> write_markup(const Document& document, std::string_view voice);

}  // namespace kokoro::text
