#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "text/front_end.hpp"
#include "text/g2p/japanese/mecab.hpp"
#include "text/g2p/japanese/word_list.hpp"

namespace kokoro::text {

/// Japanese as misaki's Cutlet reads it: MeCab's pronunciations as phonemes, words of the list joined, punctuation
/// spaced as there. Kanji that the dictionary does not know are read one by one; what has no reading even so is kept as
/// a silent token and logged. Letters of other scripts give nothing here (mixed_front_end.hpp reads them). Immutable.
class JapaneseFrontEnd final : public FrontEnd {
 public:
  JapaneseFrontEnd(std::unique_ptr<MecabDictionary> dictionary, JapaneseWordList words, ModelVersion version)
      : dictionary_(std::move(dictionary)), words_(std::move(words)), version_(version) {}

  Result<std::vector<TextChunk>> chunks(std::string_view text, const CancelToken& cancel) const override;

 private:
  std::unique_ptr<MecabDictionary> dictionary_;
  JapaneseWordList words_;
  ModelVersion version_;
};

}  // namespace kokoro::text
