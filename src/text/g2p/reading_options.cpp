#include "text/g2p/reading_options.hpp"

#include "text/g2p/normalize.hpp"
#include "text/spoken/spoken_writer.hpp"

namespace kokoro::text {

SpokenText spoken_text(std::string_view text, const ReadingOptions& options, std::string_view tag,
                       ModelVersion version) {
  NormalizationOptions normalize_options = options.normalize;
  if (version == ModelVersion::v0_19) normalize_options.normalize = false;
  if (options.lexicon == nullptr) return normalize(text, normalize_options, tag);
  const SpokenText marked = options.lexicon->apply(text, tag);
  return compose(normalize(marked.text, normalize_options, tag), marked);
}

}  // namespace kokoro::text
