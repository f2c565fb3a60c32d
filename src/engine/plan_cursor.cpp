#include "engine/plan_cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "base/log.hpp"
#include "base/pause_point.hpp"
#include "base/utf8.hpp"

namespace kokoro::engine {

Error nothing_to_say() {
  return {ErrorCode::invalid_input, "the text has nothing that can be spoken", "give at least one word", "text"};
}

namespace {

bool too_many_missing(const std::u32string& missing, std::string_view phonemes) {
  return missing.size() * 10 > count_code_points(phonemes);
}

/// The characters, each once, with spaces between them.
std::string distinct(const std::u32string& symbols) {
  std::string out;
  for (const char32_t symbol : std::set<char32_t>(symbols.begin(), symbols.end())) {
    if (!out.empty()) out += ' ';
    append_utf8(out, symbol);
  }
  return out;
}

Error no_symbols_for(const std::u32string& missing, std::string_view phonemes) {
  return {ErrorCode::unsupported,
          fmt::format("the model has no symbols for {} of the {} phonemes of a stretch of text: {}", missing.size(),
                      count_code_points(phonemes), distinct(missing)),
          "take a model that was trained for this language", "text"};
}

}  // namespace

PlanCursor::PlanCursor(std::vector<SpanOrder> spans, std::vector<text::DocumentMark> marks, double pause_after_s,
                       Vocabulary vocabulary)
    : spans_(std::move(spans)),
      marks_(std::make_move_iterator(marks.begin()), std::make_move_iterator(marks.end())),
      pause_after_s_(pause_after_s),
      vocabulary_(std::move(vocabulary)) {}

PlanCursor::PlanCursor(std::vector<text::TextChunk> chunks, Vocabulary vocabulary)
    : vocabulary_(std::move(vocabulary)) {
  for (text::TextChunk& chunk : chunks) hold(std::move(chunk));
}

std::set<std::string> PlanCursor::voices() const {
  std::set<std::string> names;
  for (const SpanOrder& order : spans_) {
    if (!order.span.voice.empty()) names.insert(order.span.voice);
  }
  return names;
}

Result<std::optional<PlannedChunk>> PlanCursor::next(const CancelToken& cancel) {
  // The chunk before a pause, and the last one, are known by what follows them.
  while (held_.size() < 2 && span_ < spans_.size()) {
    if (auto more = read_more(cancel); !more) return fail(std::move(more.error()));
  }
  if (held_.empty()) return std::nullopt;
  PlannedChunk planned = std::move(held_.front());
  held_.pop_front();
  if (planned.fault) return fail(*planned.fault);
  const bool last = held_.empty();
  if (last) planned.pause_after_s += pause_after_s_;
  give_marks(planned, last);
  return planned;
}

Result<void> PlanCursor::read_more(const CancelToken& cancel) {
  const SpanOrder& order = spans_[span_];
  if (!blocks_) {
    blocks_.emplace(order.span.text.text);
    span_speaks_ = false;
  }
  PausePoint::pass();
  if (cancel.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
  if (!blocks_->done()) return read_block(order, cancel);
  end_stretch(order);
  return {};
}

Result<void> PlanCursor::read_block(const SpanOrder& order, const CancelToken& cancel) {
  const text::Blocks::Block block = blocks_->next();
  const std::string_view text = std::string_view(order.span.text.text).substr(block.begin, block.end - block.begin);
  auto paragraphs = order.reader->read(text, order.options, cancel);
  if (!paragraphs) return fail(std::move(paragraphs.error()));
  for (std::size_t i = 0; i < paragraphs->size(); ++i) {
    for (text::PhonemeToken& token : (*paragraphs)[i]) {
      token.begin_byte += block.begin;
      token.end_byte += block.begin;
    }
    chunker_.add(std::move((*paragraphs)[i]));
    const bool ends = i + 1 < paragraphs->size() || (block.ends_paragraph && !blocks_->done());
    if (ends) chunker_.end_paragraph();
  }
  take_ready();
  return {};
}

void PlanCursor::end_stretch(const SpanOrder& order) {
  chunker_.finish();
  take_ready();
  // A pause around nothing is one after what was said before.
  if (!span_speaks_ && !held_.empty() && order.span.pause_before_s > 0) {
    held_.back().chunk.boundary = text::Boundary::none;
    held_.back().pause_after_s += order.span.pause_before_s;
  }
  ++span_;
  blocks_.reset();
}

void PlanCursor::take_ready() {
  const text::DocumentSpan& span = spans_[span_].span;
  while (auto chunk = chunker_.next()) {
    for (text::PhonemeToken& token : chunk->tokens) {
      std::tie(token.begin_byte, token.end_byte) = span.text.source_span(token.begin_byte, token.end_byte);
    }
    const std::size_t before = held_.size();
    hold(std::move(*chunk));
    if (held_.size() == before) continue;
    PlannedChunk& planned = held_.back();
    planned.voice = span.voice;
    planned.rate = span.rate;
    planned.volume = span.volume;
    if (std::exchange(span_speaks_, true) || span.pause_before_s <= 0) continue;
    planned.pause_before_s = span.pause_before_s;
    // A pause that is asked for stands instead of the one that the text has there.
    if (before > 0) held_[before - 1].chunk.boundary = text::Boundary::none;
  }
}

void PlanCursor::hold(text::TextChunk chunk) {
  const std::u32string missing = text::missing_symbols(chunk.phonemes, vocabulary_);
  if (too_many_missing(missing, chunk.phonemes)) {
    held_.push_back({std::move(chunk), {0, 0}});
    held_.back().fault = no_symbols_for(missing, held_.back().chunk.phonemes);
    return;
  }
  if (!missing.empty() && !std::exchange(told_of_missing_, true)) {
    log::warning("the model has no symbols for some phonemes, which are left out: {}", distinct(missing));
  }
  // The network makes noises of marks that stand alone.
  if (!text::has_sound(chunk.phonemes, vocabulary_)) return;
  auto ids = text::token_ids(chunk.phonemes, vocabulary_);
  ids.insert(ids.begin(), 0);
  ids.push_back(0);
  held_.push_back({std::move(chunk), std::move(ids)});
}

/// Marks before the chunk's last word, and all that are left when nothing follows.
void PlanCursor::give_marks(PlannedChunk& planned, bool last) {
  std::size_t reach = 0;
  for (const text::PhonemeToken& token : planned.chunk.tokens) reach = std::max(reach, token.begin_byte);
  while (!marks_.empty() && (last || marks_.front().source_byte <= reach)) {
    planned.marks.push_back(std::move(marks_.front()));
    marks_.pop_front();
  }
}

PhonemeChunk describe(const PlannedChunk& planned, std::string_view source) {
  PhonemeChunk chunk;
  chunk.phonemes = planned.chunk.phonemes;
  chunk.ids.assign(planned.ids.begin() + 1, planned.ids.end() - 1);
  const auto& tokens = planned.chunk.tokens;
  if (tokens.empty()) return chunk;
  // Tokens need not be in the order of the source: a front end may read "$5" as "five dollars".
  chunk.begin_byte = source.size();
  for (const auto& token : tokens) {
    chunk.begin_byte = std::min(chunk.begin_byte, token.begin_byte);
    chunk.end_byte = std::max(chunk.end_byte, token.end_byte);
  }
  // The second chunk of a number of thousands of digits does not say them all again, nor does any after it.
  const bool goes_on = std::all_of(tokens.begin(), tokens.end(), [](const auto& token) { return token.text.empty(); });
  if (!goes_on) chunk.text = source.substr(chunk.begin_byte, chunk.end_byte - chunk.begin_byte);
  return chunk;
}

}  // namespace kokoro::engine
