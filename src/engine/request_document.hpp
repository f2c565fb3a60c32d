#pragma once

#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <string_view>

#include "text/document/document.hpp"

namespace kokoro::engine {

/// The request's text as a document, with voices in place of their aliases. Errors: invalid_input (malformed SSML, with
/// line and column).
Result<text::Document> read_document(const SpeechRequest& request, std::string_view language);

}  // namespace kokoro::engine
