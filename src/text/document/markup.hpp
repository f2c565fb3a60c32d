#pragma once

#include <string_view>

#include "text/document/document.hpp"

namespace kokoro::text {

/// Plain text with markup in brackets: "[pause:1.5s]", "[voice:af_sky]" and "[rate:1.2]" up to the next of their kind
/// ("[voice:]" and "[rate:1]" go back to the request's), "[mark:name]". "[word](/ipa/)" stays in the text. What is
/// malformed is read as text. Linear.
Document parse_markup(std::string_view text);

}  // namespace kokoro::text
