#include "text/g2p/cjk/marked_text.hpp"

#include "text/spoken/spoken_writer.hpp"

namespace kokoro::text {

SpokenText marked_text(std::string_view text, const ReadingOptions& options, std::string_view tag,
                       std::vector<ForcedWord>& forced,
                       SpokenText (*spell)(const Source& source, const NormalizationOptions& options)) {
  if (options.lexicon == nullptr) return take_forced_words(spell(Source(text), options.normalize), forced);
  const SpokenText marked = options.lexicon->apply(text, tag);
  return take_forced_words(compose(spell(Source(marked.text), options.normalize), marked), forced);
}

}  // namespace kokoro::text
