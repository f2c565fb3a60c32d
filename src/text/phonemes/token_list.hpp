#pragma once

#include <cstddef>
#include <kokoro/version.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "text/phonemes/phoneme_token.hpp"
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Collects the tokens of a text that was rewritten before it was read. Words that came from overlapping bytes of the
/// source ("2024年" is said as 二零 and 二四年) become one token. Spans never overlap.
class TokenList {
 public:
  /// `source` and `spoken` outlive the list. `version`: whose alphabet the phonemes are written in.
  TokenList(std::string_view source, const SpokenText& spoken, ModelVersion version)
      : source_(source), spoken_(spoken), version_(version) {}

  /// Bytes [begin, end) of the spoken text, read as `phonemes` (misaki's symbols); they may be empty.
  void word(std::size_t begin, std::size_t end, std::string_view phonemes);
  /// A run of one punctuation mark (canonical_mark() of it) of `count` characters.
  void mark(std::size_t begin, std::size_t end, char32_t mark, std::size_t count);
  /// A phoneme space after what was added last.
  void space();
  /// Takes that space back.
  void no_space();
  void end_paragraph();

  bool paragraph_is_empty() const { return tokens_.empty(); }
  std::vector<PhonemeToken>& paragraph() { return tokens_; }

  /// The paragraphs that say something. A space stands only after tokens with phonemes.
  std::vector<std::vector<PhonemeToken>> finish();

 private:
  void add(std::size_t begin, std::size_t end, std::string phonemes, bool is_word);

  std::string_view source_;
  const SpokenText& spoken_;
  ModelVersion version_;
  std::vector<PhonemeToken> tokens_;
  std::vector<std::vector<PhonemeToken>> paragraphs_;
};

}  // namespace kokoro::text
