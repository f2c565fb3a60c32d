#pragma once

#include <kokoro/error.hpp>
#include <span>
#include <string_view>

#include "text/document/document.hpp"

namespace kokoro::text {

/// Reads SSML 1.1: speak, p, s, break, prosody (rate, volume), voice, lang, phoneme (ipa, x-sampa), sub, say-as,
/// emphasis, mark, w, token, audio (its text, or its desc) and xml:lang on any of them. Rates and volumes of nested
/// elements are multiplied. The text of unknown elements is kept. `language` is the request's, for say-as.
/// Errors: invalid_input with line and column (malformed XML, DOCTYPE, more than 64 levels, a root other than speak, a
/// break or rate that is none).
Result<Document> parse_ssml(std::string_view text, std::string_view language);

/// An element that is known, and what becomes of it; empty: it is left out with its text.
struct SsmlElement {
  std::string_view name;
  std::string_view meaning;
};
std::span<const SsmlElement> ssml_elements();

}  // namespace kokoro::text
