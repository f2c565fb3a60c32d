#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/g2p/english/piece.hpp"
#include "text/g2p/english/pronunciation_table.hpp"

namespace kokoro::text::english {

/// How English words and numbers are said: misaki's dictionaries and its rules for case, endings, special words,
/// initials and numbers. Immutable.
class Dictionary {
 public:
  /// `parity`: also what misaki does by mistake, to compare with it.
  Dictionary(std::shared_ptr<const PronunciationTable> table, bool british, bool parity);

  /// Phonemes of a word or number in its context; none when it is unknown.
  std::optional<Phonemes> pronounce(const Piece& word, const Context& context) const;

  /// Whether the first of misaki's dictionaries has the word, in this or its capitalised form.
  bool has_gold(std::u32string_view word) const { return gold(word).has_value(); }
  /// The same for exactly this form.
  bool has_gold_exact(std::u32string_view word) const;
  /// Whether a word in small letters is known, perhaps by its ending.
  bool reads_small(std::u32string_view word) const;
  bool british() const { return british_; }

 private:
  /// What a rule needs to know about the word besides its letters.
  struct Use {
    std::string_view tag;
    std::optional<double> stress;
    const Context* context = nullptr;  ///< null: none
  };
  using Found = std::optional<Phonemes>;
  using View = std::u32string_view;
  using Entry = std::optional<PronunciationTable::Word>;

  Entry gold(View word) const;
  Entry silver(View word) const;
  Found usual(View word) const;

  Found look_up(View word, const Use& use) const;
  Found variant(const PronunciationTable::Word& entry, const Use& use) const;
  Found spelled(View word) const;
  bool is_known(View word) const;

  Found word(std::u32string word, Use use) const;
  Found special(View word, const Use& use) const;
  Found function_word(View word, const Use& use) const;
  Found contraction(View word, const Use& use) const;
  Found dropped_g(View word, const Use& use) const;
  bool reads_lowered(View word, const Use& use) const;

  Found stem_s(View word, const Use& use) const;
  Found stem_ed(View word, const Use& use) const;
  Found stem_ing(View word, const Use& use) const;
  Found plus_s(Found stem) const;
  Found plus_ed(Found stem) const;
  Found plus_ing(Found stem) const;

  class NumberReader;
  Found number(const Piece& piece, View word) const;
  Found with_currency(Found phonemes, char32_t sign) const;

  std::shared_ptr<const PronunciationTable> table_;
  bool british_;
  bool parity_;
};

/// Unit and cents of a currency sign; empty for others.
struct CurrencyNames {
  std::u32string_view unit;
  std::u32string_view cents;
};
CurrencyNames currency_names(char32_t sign);

}  // namespace kokoro::text::english
