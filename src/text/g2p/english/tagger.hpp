#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/blob.hpp"
#include "text/g2p/english/piece.hpp"
#include "text/g2p/english/tagger_features.hpp"

namespace kokoro::text::english {

/// Finds the part of speech of each token: an averaged perceptron that reads a sentence from left to right, with rules
/// for marks and quotes. Tags are those of Penn Treebank and OntoNotes. Immutable.
class Tagger {
 public:
  /// The model that is part of the program, made by tools/train_english_tagger.
  static const Tagger& builtin();

  /// Errors: corrupt (truncated, offsets or tags out of range; names the file).
  static Result<Tagger> open(const Blob& blob);

  /// Sets the tags of the tokens of a text. About 2 µs for each.
  void tag(std::span<Piece> tokens) const;

  std::span<const std::string> tags() const { return tags_; }

 private:
  struct Known {
    std::uint8_t tag = 255;  ///< 255: depends on the sentence
    std::uint32_t tags_seen = 0;
  };
  void tag_sentence(std::span<Piece> tokens) const;
  std::uint8_t best_tag(const FeatureHashes& features) const;
  Known known(std::uint32_t norm) const;
  std::uint8_t index_of(std::string_view tag) const;
  bool is_sound() const;

  Blob blob_;
  std::vector<std::string> tags_;
  std::span<const std::uint8_t> words_;    ///< 6 bytes each, sorted: hash of the norm, tag, kind
  std::span<const std::uint8_t> offsets_;  ///< uint32, one more than buckets
  std::span<const std::uint8_t> records_;
};

}  // namespace kokoro::text::english
