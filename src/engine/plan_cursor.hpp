#pragma once

#include <cstddef>
#include <deque>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/planned_chunk.hpp"
#include "text/chunk/chunker.hpp"
#include "text/document/document.hpp"
#include "text/front_ends.hpp"
#include "text/phonemes/vocabulary.hpp"
#include "text/segment/blocks.hpp"

namespace kokoro::engine {

/// A span of a document with what reads it.
struct SpanOrder {
  text::DocumentSpan span;
  std::shared_ptr<const text::FrontEnd> reader;
  text::ReadingOptions options;
};

/// Plans a request chunk by chunk, so that speech starts before the end of a long text was read. Thread-compatible: one
/// thread at a time.
class PlanCursor {
 public:
  using Vocabulary = std::map<char32_t, std::int32_t>;

  /// Plans the spans of a document.
  PlanCursor(std::vector<SpanOrder> spans, std::vector<text::DocumentMark> marks, double pause_after_s,
             Vocabulary vocabulary);
  /// Plans chunks that were made elsewhere: those of a text that is phonemes.
  PlanCursor(std::vector<text::TextChunk> chunks, Vocabulary vocabulary);

  /// The voices that the document names.
  std::set<std::string> voices() const;

  /// The next chunk with a sound of the vocabulary, not punctuation alone; none after the last. Reads no further than
  /// to the chunk after it. Errors: those of the front ends, cancelled; unsupported (the vocabulary lacks more than a
  /// tenth of a chunk's phonemes; fewer are left out, with a warning for the first).
  Result<std::optional<PlannedChunk>> next(const CancelToken& cancel);

 private:
  Result<void> read_more(const CancelToken& cancel);
  Result<void> read_block(const SpanOrder& order, const CancelToken& cancel);
  void end_stretch(const SpanOrder& order);
  void take_ready();
  void hold(text::TextChunk chunk);
  void give_marks(PlannedChunk& planned, bool last);

  std::vector<SpanOrder> spans_;
  std::size_t span_ = 0;
  std::optional<text::Blocks> blocks_;  ///< of the span; none before it is begun
  bool span_speaks_ = false;
  std::deque<text::DocumentMark> marks_;
  double pause_after_s_ = 0;
  Vocabulary vocabulary_;
  bool told_of_missing_ = false;
  text::Chunker chunker_;
  std::deque<PlannedChunk> held_;  ///< the last of them may still get a pause
};

/// The public view of a chunk of `source`.
PhonemeChunk describe(const PlannedChunk& planned, std::string_view source);

/// The error for a text without anything to say.
Error nothing_to_say();

}  // namespace kokoro::engine
