#pragma once

#include <cstdint>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/speech.hpp>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "text/document/document.hpp"
#include "text/front_end.hpp"

namespace kokoro::engine {

/// A chunk with the ids the network takes: those of its phonemes between two edge zeros.
struct PlannedChunk {
  text::TextChunk chunk;
  std::vector<std::int32_t> ids;
  std::string voice = {};  ///< of the document; empty: the request's
  double rate = 1;         ///< times the request's speed
  double volume = 1;       ///< gain
  double pause_before_s = 0;
  double pause_after_s = 0;                    ///< besides the one that the boundary asks for
  std::vector<text::DocumentMark> marks = {};  ///< those before its words
};

/// The way of a text through one language and one model version: chunks with their ids.
/// Holds no model. Immutable: any thread may use it.
class Pipeline {
 public:
  using Vocabulary = std::map<char32_t, std::int32_t>;

  Pipeline(ModelVersion version, std::unique_ptr<const text::FrontEnd> front_end);

  /// Chunks of `text` (valid UTF-8) that have at least one symbol of `vocabulary`.
  /// Errors: invalid_input (nothing to say), those of the front end.
  Result<std::vector<PlannedChunk>> plan(std::string_view text, const Vocabulary& vocabulary,
                                         const text::ReadingOptions& options, const CancelToken& cancel) const;

  /// The same for a part of a text, which may have nothing to say. Errors: those of the front end.
  Result<std::vector<PlannedChunk>> plan_part(std::string_view text, const text::ReadingOptions& reading,
                                              const Vocabulary& vocabulary, const CancelToken& cancel) const;

  /// The same for a text that is phonemes already. Errors: invalid_input (nothing to say, a foreign character).
  static Result<std::vector<PlannedChunk>> plan_phonemes(std::string_view text, const Vocabulary& vocabulary);

  /// Quiet mode: the phonemes of `text`. Errors as plan().
  Result<std::vector<PhonemeChunk>> quiet(std::string_view text, const text::ReadingOptions& options,
                                          const CancelToken& cancel) const;

 private:
  ModelVersion version_;
  std::unique_ptr<const text::FrontEnd> front_end_;
};

/// The error for a text without anything to say.
Error nothing_to_say();

/// The public view of a chunk of `source`.
PhonemeChunk describe(const PlannedChunk& planned, std::string_view source);

}  // namespace kokoro::engine
