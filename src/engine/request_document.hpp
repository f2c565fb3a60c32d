#pragma once

#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <string_view>

#include "text/document/document.hpp"

namespace kokoro::engine {

/// The request's text as a document, with voices in place of their aliases. Errors: invalid_input (malformed SSML, with
/// line and column).
Result<text::Document> read_document(const SpeechRequest& request, std::string_view language);

/// Seconds of silence that the request's markup asks for; 0 where it cannot be read.
double pauses_s(const SpeechRequest& request);

}  // namespace kokoro::engine
