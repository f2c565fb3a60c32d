#include "engine/pipeline.hpp"

#include <algorithm>
#include <utility>

#include "engine/phoneme_text.hpp"
#include "text/vocabulary.hpp"

namespace kokoro::engine {
namespace {

std::vector<PlannedChunk> with_ids(std::vector<text::TextChunk> chunks, const Pipeline::Vocabulary& vocabulary) {
  std::vector<PlannedChunk> planned;
  for (auto& chunk : chunks) {
    auto ids = text::token_ids(chunk.phonemes, vocabulary);
    if (ids.empty()) continue;
    ids.insert(ids.begin(), 0);
    ids.push_back(0);
    planned.push_back({std::move(chunk), std::move(ids)});
  }
  return planned;
}

Result<std::vector<PlannedChunk>> not_empty(std::vector<PlannedChunk> planned) {
  if (planned.empty()) return fail(nothing_to_say());
  return planned;
}

}  // namespace

Pipeline::Pipeline(ModelVersion version, std::unique_ptr<const text::FrontEnd> front_end)
    : version_(version), front_end_(std::move(front_end)) {}

Error nothing_to_say() {
  return {ErrorCode::invalid_input, "the text has nothing that can be spoken", "give at least one word", "text"};
}

Result<std::vector<PlannedChunk>> Pipeline::plan(std::string_view text, const Vocabulary& vocabulary,
                                                 const text::ReadingOptions& options, const CancelToken& cancel) const {
  auto planned = plan_part(text, options, vocabulary, cancel);
  if (!planned) return planned;
  return not_empty(std::move(*planned));
}

Result<std::vector<PlannedChunk>> Pipeline::plan_part(std::string_view text, const text::ReadingOptions& reading,
                                                      const Vocabulary& vocabulary, const CancelToken& cancel) const {
  auto chunks = front_end_->read(text, reading, cancel);
  if (!chunks) return fail(std::move(chunks.error()));
  return with_ids(std::move(*chunks), vocabulary);
}

Result<std::vector<PlannedChunk>> Pipeline::plan_phonemes(std::string_view text, const Vocabulary& vocabulary) {
  auto chunks = chunk_phonemes(text, vocabulary);
  if (!chunks) return fail(std::move(chunks.error()));
  return not_empty(with_ids(std::move(*chunks), vocabulary));
}

Result<std::vector<PhonemeChunk>> Pipeline::quiet(std::string_view text, const text::ReadingOptions& options,
                                                  const CancelToken& cancel) const {
  auto planned = plan(text, text::vocabulary(version_), options, cancel);
  if (!planned) return fail(std::move(planned.error()));
  std::vector<PhonemeChunk> chunks;
  chunks.reserve(planned->size());
  for (const auto& chunk : *planned) chunks.push_back(describe(chunk, text));
  return chunks;
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
  chunk.text = source.substr(chunk.begin_byte, chunk.end_byte - chunk.begin_byte);
  return chunk;
}

}  // namespace kokoro::engine
