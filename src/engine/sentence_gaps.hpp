#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/speech.hpp>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "text/phonemes/phoneme_token.hpp"

namespace kokoro::engine {

/// Where in a chunk's audio a sentence ends and another begins: the frames, 25 ms each, of its mark and what follows it
/// up to the next word.
struct SentenceEnd {
  std::size_t begin_frame = 0;
  std::size_t end_frame = 0;
};

/// The ends of sentences inside a chunk; not the last one's. The arguments are those of word_times().
std::vector<SentenceEnd> sentence_ends(const std::vector<text::PhonemeToken>& tokens, std::string_view phonemes,
                                       const std::map<char32_t, std::int32_t>& vocabulary,
                                       std::span<const std::int32_t> durations);

/// Samples put in at a place, or below 0 taken out behind it.
struct GapChange {
  std::size_t at_sample = 0;  ///< of the audio before all changes
  std::ptrdiff_t samples = 0;
};

/// Makes the silence at each of `ends` (in order) `gap_samples` long. Silence is what stays 45 dB below the chunk's
/// peak; the longest stretch of it at the mark counts. Where a voice goes on without any, it is put in where it is
/// lowest. `samples_per_frame`: of the audio. Returns what was changed, in order.
std::vector<GapChange> set_sentence_gaps(std::vector<float>& audio, std::span<const SentenceEnd> ends,
                                         std::size_t gap_samples, std::size_t samples_per_frame);

/// Moves times of the audio before the changes to those after them.
void move_words(std::vector<WordTime>& words, std::span<const GapChange> changes);

}  // namespace kokoro::engine
