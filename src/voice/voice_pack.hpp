#pragma once

#include <cstddef>
#include <filesystem>
#include <kokoro/error.hpp>
#include <kokoro/version.hpp>
#include <span>
#include <string>
#include <vector>

#include "base/blob.hpp"

namespace kokoro::voice {

/// Style vectors of one voice, one row per utterance length. Immutable.
struct VoicePack {
  std::string name;
  std::size_t rows = 0;       ///< 510 in v1.0, 511 in v0.19
  std::size_t width = 0;      ///< 2 x style_dim: 256 in the published models
  std::vector<float> values;  ///< [rows, width]

  /// The row for an utterance. v1.0: phoneme characters - 1 (before the vocabulary filter); v0.19: token count after
  /// the filter. Clamped to the rows there are.
  std::span<const float> row(ModelVersion version, std::size_t phoneme_characters, std::size_t tokens) const;
};

/// Reads .pt, .npy or .bin. Errors: corrupt (wrong width, not 2- or 3-dimensional, no rows, numbers that no trained
/// style has: see style_limits.hpp).
Result<VoicePack> read_voice_pack(const Blob& blob, std::string name, std::size_t width);

}  // namespace kokoro::voice
