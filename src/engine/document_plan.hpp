#pragma once

#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <string_view>
#include <vector>

#include "engine/pipeline.hpp"
#include "text/document/document.hpp"

namespace kokoro::engine {

/// The request's text as a document. Errors: invalid_input (malformed SSML, with line and column).
Result<text::Document> read_document(const SpeechRequest& request, std::string_view language);

/// Appends chunks that were planned from the text of `stretch`, in its style and with the places of the source.
void append_stretch(std::vector<PlannedChunk> chunks, const text::DocumentStretch& stretch,
                    std::vector<PlannedChunk>& plan);

/// Gives each mark to the chunk whose words come after it, and the last chunk the pause at the end.
void place_marks(const text::Document& document, std::vector<PlannedChunk>& plan);

}  // namespace kokoro::engine
