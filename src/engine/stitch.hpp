#pragma once

#include <cstddef>
#include <kokoro/speech.hpp>
#include <vector>

#include "text/front_ends.hpp"

namespace kokoro::engine {

/// Where a chunk stands in the speech.
struct StitchPlace {
  text::Boundary boundary = text::Boundary::none;  ///< what the text has behind it
  bool first = false;
  bool last = false;
};

/// A chunk's audio, ready to be put after the chunk before it.
struct StitchedAudio {
  std::vector<float> audio;              ///< speech, then the pause
  std::ptrdiff_t cut_front_samples = 0;  ///< taken off the front, below 0 put before it: word times move by it
  std::size_t speech_samples = 0;        ///< without the pause
  std::size_t owed_pause_samples =
      0;  ///< pause that is left out of a last chunk; the caller adds it if another chunk follows
};

/// Takes off the silence at both edges of a chunk and adds the pause that belongs after it, so that what is between
/// sounds is as long as `silence` says.
///
/// The model surrounds each chunk with silence of its own, longer or shorter by chance, which would make the rhythm at
/// chunk borders uneven. Silence is what stays 50 dB below the chunk's peak; 50 ms of it are kept at each edge so that
/// soft onsets and tails survive, and an edge that was cut gets a fade of 5 ms. The edges of the whole speech are made
/// as long as silence.edge_ms, if it says so. Audio that is silent altogether is left as it is. Nothing follows the
/// last chunk.
StitchedAudio stitch(std::vector<float> audio, const StitchPlace& place, const Silence& silence = {});

}  // namespace kokoro::engine
