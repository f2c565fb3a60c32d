#pragma once

#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "text/espeak/library.hpp"
#include "text/g2p/english/dictionary.hpp"
#include "text/g2p/english/pronunciation_table.hpp"
#include "text/g2p/front_end.hpp"

namespace kokoro::text::english {

/// American or British English for v1.0, as misaki says it: its dictionaries and rules, parts of speech from the
/// built-in tagger, espeak-ng for words that are unknown or in another script. Reads misaki's markup,
/// [word](/phonemes/). Immutable.
class EnglishFrontEnd final : public FrontEnd {
 public:
  EnglishFrontEnd(EspeakLibrary& library, std::shared_ptr<const PronunciationTable> table, bool british);

  Result<std::vector<Paragraph>> read(std::string_view text, const ReadingOptions& options,
                                      const CancelToken& cancel) const override;

 private:
  EspeakLibrary& library_;
  Dictionary dictionary_;
  bool british_;
};

}  // namespace kokoro::text::english
