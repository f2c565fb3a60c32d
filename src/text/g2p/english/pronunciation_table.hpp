#pragma once

#include <cstddef>
#include <cstdint>
#include <kokoro/error.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.hpp"

namespace kokoro::text::english {

/// A word of a pronunciation dictionary.
struct PronunciationEntry {
  struct Variant {
    std::string tag;                         ///< "DEFAULT", or a part of speech: "NOUN", "VBD"
    std::optional<std::u32string> phonemes;  ///< none: the word is spelled
  };
  std::string word;  ///< UTF-8
  std::vector<Variant> variants;
  bool silver = false;  ///< from the second, less certain dictionary
};

/// A packed pronunciation dictionary: two tables (gold and silver) of words by hash, one byte per phoneme. Everything
/// is checked when it is opened, so that looking up cannot fail. Immutable; a mapped file is read in place.
class PronunciationTable {
 public:
  /// What stands for a word; views of the table.
  class Word {
   public:
    /// Phonemes for exactly this tag. Outer none: no such variant; inner none: the word is spelled.
    std::optional<std::optional<std::u32string>> variant(std::string_view tag) const;
    /// The usual one.
    std::optional<std::u32string> usual() const { return variant("DEFAULT").value_or(std::nullopt); }
    bool has_variants() const { return count_ > 1; }

   private:
    friend class PronunciationTable;
    const PronunciationTable* table_ = nullptr;
    const std::uint8_t* record_ = nullptr;  ///< its variants
    std::size_t count_ = 0;
  };

  /// Errors: corrupt (truncated, another format, offsets or codes out of range; names the file).
  static Result<PronunciationTable> open(Blob blob);

  /// The bytes of a table. `words` may be in any order, each once per dictionary.
  /// Errors: unsupported (more than 250 phonemes or tags, a word or a pronunciation longer than 255).
  static Result<std::vector<std::byte>> pack(std::span<const PronunciationEntry> words);

  std::optional<Word> gold(std::string_view word) const { return find(parts_[0], word); }
  std::optional<Word> silver(std::string_view word) const { return find(parts_[1], word); }
  std::size_t size() const { return parts_[0].words + parts_[1].words; }

 private:
  struct Part {
    std::span<const std::uint8_t> records;
    std::span<const std::uint8_t> offsets;  ///< little-endian uint32, one more than buckets
    std::size_t words = 0;
  };
  std::optional<Word> find(const Part& part, std::string_view word) const;
  Result<Part> read_part(class TableReader& reader) const;
  bool is_sound(const Part& part, std::size_t bucket, std::size_t& words) const;

  Blob blob_;
  std::u32string alphabet_;
  std::vector<std::string> tags_;
  Part parts_[2];
};

}  // namespace kokoro::text::english
