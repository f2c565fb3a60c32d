#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <map>
#include <string_view>
#include <vector>

#include "text/front_ends.hpp"

namespace kokoro::engine {

/// The longest phoneme string the network takes at once, in code points.
inline constexpr std::size_t kMaxChunkPhonemes = 510;

/// Chunks of a text that is phonemes already. White space counts as one space; a chunk ends after the best mark in the
/// second half of what fits (sentence, clause, comma, space), in the middle of a word only if there is no other way.
/// Nothing is dropped; no chunks when there is nothing but punctuation. Words are what stands between spaces, without
/// the punctuation around it.
///
/// `text` is valid UTF-8. Errors: invalid_input naming the first character that is outside `vocabulary`.
Result<std::vector<text::TextChunk>> chunk_phonemes(std::string_view text,
                                                    const std::map<char32_t, std::int32_t>& vocabulary);

}  // namespace kokoro::engine
