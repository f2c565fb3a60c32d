#pragma once

#include <cstdint>
#include <kokoro/speech.hpp>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "text/phonemes/phoneme_token.hpp"

namespace kokoro::engine {

/// When each word of a chunk is spoken, from the durations the model gave its phonemes.
///
/// `phonemes` is the chunk's phoneme string (the tokens' phonemes in order, spaces between some of them); `durations`
/// has 25 ms frames per vocabulary id of it and one more at each edge. Times are seconds from the start of the model's
/// audio; one WordTime per token with is_word, in order, none overlapping.
///
/// The arithmetic is that of the reference's join_timestamps: half frames, the first word starts 3 frames before the
/// end of the leading edge, a space belongs half to each neighbour. Different on purpose, because there it is wrong:
/// characters outside the vocabulary take no duration (there they shift all later words); a token without phonemes
/// takes no time (there it consumes two durations and later words move); a trailing space that the chunk's string does
/// not have adds nothing (there half of the closing edge); and a word never loses its time because the durations have
/// come to an end.
std::vector<WordTime> word_times(std::span<const text::PhonemeToken> tokens, std::string_view phonemes,
                                 const std::map<char32_t, std::int32_t>& vocabulary,
                                 std::span<const std::int32_t> durations);

}  // namespace kokoro::engine
