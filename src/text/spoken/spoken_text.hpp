#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kokoro::text {

/// A text as it is to be read, with the way back from its bytes to those of the source.
///
/// Segments are consecutive, cover the text and are in source order. A segment that was copied maps byte by byte; one
/// that was rewritten ("$5.30" → "five dollars and thirty cents") maps as a whole. Immutable once built.
struct SpokenText {
  struct Segment {
    std::size_t begin = 0;         ///< first byte in `text`; it ends where the next begins
    std::size_t source_begin = 0;  ///< bytes of the source
    std::size_t source_end = 0;
    bool copied = false;
  };

  std::string text;
  std::vector<Segment> segments;

  void append_copy(std::string_view piece, std::size_t source_begin);
  void append_rewrite(std::string_view spoken, std::size_t source_begin, std::size_t source_end);

  /// Bytes of the source that the bytes [begin, end) of `text` came from. O(log segments).
  std::pair<std::size_t, std::size_t> source_span(std::size_t begin, std::size_t end) const;
};

}  // namespace kokoro::text
