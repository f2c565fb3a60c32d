#pragma once

#include <string_view>
#include <vector>

#include "text/characters/source.hpp"
#include "text/document/forced_words.hpp"
#include "text/g2p/reading_options.hpp"
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// A text as Japanese or Mandarin is read: the user's words marked with their phonemes, the rest spelled out by
/// `spell`, and the markup taken off again: what it said about words is in `forced`. Linear.
SpokenText marked_text(std::string_view text, const ReadingOptions& options, std::string_view tag,
                       std::vector<ForcedWord>& forced,
                       SpokenText (*spell)(const Source& source, const NormalizationOptions& options));

}  // namespace kokoro::text
