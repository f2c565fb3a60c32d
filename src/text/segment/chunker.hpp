#pragma once

#include <cstddef>
#include <vector>

#include "text/front_end.hpp"

namespace kokoro::text {

inline constexpr std::size_t kMaxChunkPhonemes = 510;     ///< the model's positions, less its two edge tokens
inline constexpr std::size_t kFirstChunkPhonemes = 90;    ///< aim for the first chunk: it decides when sound begins
inline constexpr std::size_t kTargetChunkPhonemes = 180;  ///< aim for later ones: Kokoro is at its best up to 200

/// Groups the tokens of each paragraph into chunks, at sentence ends where it can, else at weaker punctuation, else
/// between words, and inside a token only where that alone exceeds the limit (then it is divided: its first part keeps
/// the text, the others are marked as no words). Every token is in exactly one chunk. A paragraph without any phonemes
/// gives no chunk. Linear in the number of tokens.
std::vector<TextChunk> make_chunks(std::vector<std::vector<PhonemeToken>> paragraphs);

}  // namespace kokoro::text
