#include "text/spoken/spoken_text.hpp"

#include <algorithm>

namespace kokoro::text {

void SpokenText::append_copy(std::string_view piece, std::size_t source_begin) {
  if (piece.empty()) return;
  const std::size_t source_end = source_begin + piece.size();
  if (!segments.empty() && segments.back().copied && segments.back().source_end == source_begin) {
    segments.back().source_end = source_end;
  } else {
    segments.push_back({text.size(), source_begin, source_end, true});
  }
  text += piece;
}

void SpokenText::append_rewrite(std::string_view spoken, std::size_t source_begin, std::size_t source_end) {
  if (spoken.empty()) return;
  segments.push_back({text.size(), source_begin, source_end, false});
  text += spoken;
}

std::pair<std::size_t, std::size_t> SpokenText::source_span(std::size_t begin, std::size_t end) const {
  const auto stretch_of = [&](std::size_t byte) {
    const auto after = std::upper_bound(segments.begin(), segments.end(), byte,
                                        [](std::size_t at, const Segment& segment) { return at < segment.begin; });
    return after == segments.begin() ? after : after - 1;
  };
  if (segments.empty()) return {0, 0};
  const auto first = stretch_of(begin);
  const auto last = end > begin ? stretch_of(end - 1) : first;
  const std::size_t from = first->copied ? first->source_begin + (begin - first->begin) : first->source_begin;
  const std::size_t to =
      last->copied ? std::min(last->source_end, last->source_begin + (end - last->begin)) : last->source_end;
  return {from, std::max(from, to)};
}

}  // namespace kokoro::text
