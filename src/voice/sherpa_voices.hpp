#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace kokoro::voice {

/// A voices.bin that was published with sherpa-onnx: the order of its voices is all that names them.
struct SherpaVoices {
  std::size_t rows;  ///< of each pack
  std::span<const std::string_view> names;
};

/// The published file with so many rows; null for any other.
const SherpaVoices* find_sherpa_voices(std::size_t rows);

}  // namespace kokoro::voice
