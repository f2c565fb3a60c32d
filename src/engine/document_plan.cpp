#include "engine/document_plan.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "text/document/markup.hpp"
#include "text/document/ssml.hpp"

namespace kokoro::engine {

Result<text::Document> read_document(const SpeechRequest& request, std::string_view language) {
  if (request.format == TextFormat::ssml) return text::parse_ssml(request.text, language);
  if (request.format == TextFormat::markup) {
    auto document = text::parse_markup(request.text);
    for (auto& stretch : document.stretches) {
      if (!request.voice_tags) stretch.voice.clear();
    }
    return document;
  }
  text::Document plain;
  plain.stretches.emplace_back().text.append_copy(request.text, 0);
  return plain;
}

void append_stretch(std::vector<PlannedChunk> chunks, const text::DocumentStretch& stretch,
                    std::vector<PlannedChunk>& plan) {
  // A pause that is asked for stands instead of the one that the text has there.
  if (!plan.empty() && stretch.pause_before_s > 0) plan.back().chunk.boundary = text::Boundary::none;
  if (chunks.empty()) {
    if (!plan.empty()) plan.back().pause_after_s += stretch.pause_before_s;
    return;
  }
  chunks.front().pause_before_s = stretch.pause_before_s;
  for (PlannedChunk& planned : chunks) {
    planned.voice = stretch.voice;
    planned.rate = stretch.rate;
    planned.volume = stretch.volume;
    for (text::PhonemeToken& token : planned.chunk.tokens) {
      std::tie(token.begin_byte, token.end_byte) = stretch.text.source_span(token.begin_byte, token.end_byte);
    }
    plan.push_back(std::move(planned));
  }
}

void place_marks(const text::Document& document, std::vector<PlannedChunk>& plan) {
  if (plan.empty()) return;
  plan.back().pause_after_s += document.pause_after_s;
  std::size_t chunk = 0;
  for (const text::DocumentMark& mark : document.marks) {
    const auto reaches = [&](const PlannedChunk& planned) {
      const auto& tokens = planned.chunk.tokens;
      return std::any_of(tokens.begin(), tokens.end(),
                         [&](const text::PhonemeToken& token) { return token.begin_byte >= mark.source_byte; });
    };
    while (chunk + 1 < plan.size() && !reaches(plan[chunk])) ++chunk;
    plan[chunk].marks.push_back(mark);
  }
}

}  // namespace kokoro::engine
