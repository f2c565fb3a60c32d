#pragma once

#include <cstddef>
#include <vector>

#include "text/front_end.hpp"

namespace kokoro::engine {

/// A chunk's audio, ready to be put after the chunk before it.
struct StitchedAudio {
  std::vector<float> audio;           ///< speech, then the pause
  std::size_t cut_front_samples = 0;  ///< silence that was taken off the front: word times move by it
  std::size_t speech_samples = 0;     ///< without the pause
};

/// Pause after a chunk that is followed by another one.
std::size_t pause_samples(text::Boundary boundary);

/// Takes off the silence at both edges of a chunk and adds the pause that belongs after it.
///
/// The model surrounds each chunk with silence of its own, longer or shorter by chance, which would make the rhythm at
/// chunk borders uneven. Silence is what stays 50 dB below the chunk's peak; 50 ms of it are kept at each edge so that
/// soft onsets and tails survive, and an edge that was cut gets a fade of 5 ms. Audio that is silent altogether is left
/// as it is. Nothing follows the last chunk.
StitchedAudio stitch(std::vector<float> audio, text::Boundary boundary, bool last);

}  // namespace kokoro::engine
