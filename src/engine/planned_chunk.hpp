#pragma once

#include <cstdint>
#include <kokoro/error.hpp>
#include <optional>
#include <string>
#include <vector>

#include "text/chunk/chunker.hpp"
#include "text/document/document.hpp"

namespace kokoro::engine {

/// A chunk with the ids the network takes: those of its phonemes between two edge zeros.
struct PlannedChunk {
  text::TextChunk chunk;  ///< places are those of the request's text
  std::vector<std::int32_t> ids;
  std::string voice = {};  ///< of the document; empty: the request's
  double rate = 1;         ///< times the request's speed
  double volume = 1;       ///< gain
  double pause_before_s = 0;
  double pause_after_s = 0;                    ///< besides the one that the boundary asks for
  std::optional<Error> fault = {};             ///< why it cannot be spoken
  std::vector<text::DocumentMark> marks = {};  ///< those before its words; of the last chunk, also those after them
};

}  // namespace kokoro::engine
