#pragma once

#include <string_view>
#include <vector>

#include "text/g2p/front_end.hpp"
#include "text/g2p/mandarin/dictionary.hpp"

namespace kokoro::text {

/// Mandarin as misaki's ZHG2P reads it: jieba's words, pypinyin's readings (the longest phrase inside a word, else the
/// first reading of each character), misaki's IPA with the tone after the nucleus. No tone sandhi by rule, as there.
/// Characters without a reading are kept as silent tokens and logged. Letters of other scripts give nothing here
/// (mixed_front_end.hpp reads them). Immutable.
class MandarinFrontEnd final : public FrontEnd {
 public:
  MandarinFrontEnd(const MandarinDictionary& dictionary, ModelVersion version)
      : dictionary_(dictionary), version_(version) {}

  /// Without options.normalize: Markdown, entities and emoji are the mixed front end's affair.
  Result<std::vector<Paragraph>> read(std::string_view text, const ReadingOptions& options,
                                      const CancelToken& cancel) const override;

 private:
  const MandarinDictionary& dictionary_;
  ModelVersion version_;
};

/// Syllables of a word, one for each character; a character without a reading has none, so that the phonemes may be
/// empty.
std::string read_mandarin_word(const MandarinDictionary& dictionary, std::u32string_view word);

}  // namespace kokoro::text
