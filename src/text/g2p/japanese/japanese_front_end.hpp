#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "text/g2p/front_end.hpp"
#include "text/g2p/japanese/japanese_data.hpp"

namespace kokoro::text {

/// Japanese as misaki's Cutlet reads it: MeCab's pronunciations as phonemes, words of the list joined, punctuation
/// spaced as there. Kanji that the dictionary does not know are read one by one; what has no reading even so is kept as
/// a silent token and logged. Letters of other scripts give nothing here (mixed_front_end.hpp reads them). Immutable.
class JapaneseFrontEnd final : public FrontEnd {
 public:
  JapaneseFrontEnd(std::shared_ptr<const JapaneseData> data, ModelVersion version)
      : data_(std::move(data)), version_(version) {}

  /// Without options.normalize: Markdown, entities and emoji are the mixed front end's affair.
  Result<std::vector<Paragraph>> read(std::string_view text, const ReadingOptions& options,
                                      const CancelToken& cancel) const override;

 private:
  std::shared_ptr<const JapaneseData> data_;
  ModelVersion version_;
};

}  // namespace kokoro::text
