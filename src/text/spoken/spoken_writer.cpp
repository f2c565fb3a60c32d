#include "text/spoken/spoken_writer.hpp"

#include <algorithm>
#include <string>

#include "text/characters/bytes.hpp"

namespace kokoro::text {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool ends_word(std::string_view text) {
  return !text.empty() && (word_char_before(text, text.size()) || text.ends_with(".m."));
}

}  // namespace

void SpokenWriter::flush_blanks(std::string_view next, bool apart) {
  const bool mark_follows =
      !next.empty() && std::string_view(".,;:!?)]\n").find(next.front()) != std::string_view::npos;
  if (blanks_end_ > blanks_begin_) {
    const bool at_start = out_.text.empty() || out_.text.back() == '\n';
    if (!dropped_) {
      out_.append_copy(source_.substr(blanks_begin_, blanks_end_ - blanks_begin_), blanks_begin_);
    } else if (!mark_follows && !at_start && !is_blank(out_.text.back())) {
      out_.append_copy(source_.substr(blanks_begin_, 1), blanks_begin_);
    }
  } else if (apart && word_char_at(next, 0) && ends_word(out_.text)) {
    const std::size_t here = out_.segments.empty() ? 0 : out_.segments.back().source_end;
    out_.append_rewrite(" ", here, here);
  }
  blanks_begin_ = blanks_end_ = 0;
  dropped_ = false;
}

void SpokenWriter::copy(std::size_t begin, std::size_t end) {
  std::size_t word = begin;
  while (word < end && is_blank(source_[word])) ++word;
  if (word > begin) {
    if (blanks_end_ == blanks_begin_) blanks_begin_ = begin;
    blanks_end_ = std::max(blanks_end_, word);
    // Blanks that are not neighbours have something left out between them.
  }
  if (word == end) return;
  flush_blanks(source_.substr(word), dropped_ || rewritten_);
  out_.append_copy(source_.substr(word, end - word), word);
  rewritten_ = false;
}

void SpokenWriter::say(std::string_view spoken, std::size_t begin, std::size_t end, bool glued) {
  if (spoken.empty()) {
    drop(begin, end);
    return;
  }
  if (is_blank(spoken.front()) && blanks_end_ > blanks_begin_) spoken.remove_prefix(1);
  if (spoken.empty()) {
    drop(begin, end);
    return;
  }
  flush_blanks(spoken, !glued);
  out_.append_rewrite(spoken, begin, end);
  rewritten_ = true;
}

void SpokenWriter::drop(std::size_t, std::size_t) { dropped_ = true; }

SpokenText SpokenWriter::finish() {
  if (!dropped_ && blanks_end_ > blanks_begin_) flush_blanks({}, false);
  return std::move(out_);
}

SpokenText compose(const SpokenText& second, const SpokenText& first) {
  SpokenText out;
  out.text.reserve(second.text.size());
  std::size_t in_first = 0;  // segment of `first` that holds the place; places only grow
  const auto seek = [&](std::size_t byte) {
    while (in_first + 1 < first.segments.size() && first.segments[in_first + 1].begin <= byte) ++in_first;
  };
  const auto end_of = [](const SpokenText& text, std::size_t i) {
    return i + 1 < text.segments.size() ? text.segments[i + 1].begin : text.text.size();
  };
  for (std::size_t i = 0; i < second.segments.size(); ++i) {
    const SpokenText::Segment& segment = second.segments[i];
    const std::string_view piece =
        std::string_view(second.text).substr(segment.begin, end_of(second, i) - segment.begin);
    if (!segment.copied) {
      const auto [begin, end] = first.source_span(segment.source_begin, segment.source_end);
      out.append_rewrite(piece, begin, segment.source_begin == segment.source_end ? begin : end);
      continue;
    }
    std::size_t at = segment.source_begin;
    for (std::size_t done = 0; done < piece.size();) {
      seek(at);
      const SpokenText::Segment& under = first.segments[in_first];
      const std::size_t length = std::min(piece.size() - done, end_of(first, in_first) - at);
      if (under.copied) {
        out.append_copy(piece.substr(done, length), under.source_begin + (at - under.begin));
      } else {
        out.append_rewrite(piece.substr(done, length), under.source_begin, under.source_end);
      }
      at += length;
      done += length;
    }
  }
  return out;
}

}  // namespace kokoro::text
