#include "text/g2p/normalize.hpp"

#include "text/language/languages.hpp"
#include "text/normalize/english/english_normalizer.hpp"
#include "text/normalize/fold.hpp"
#include "text/normalize/markdown.hpp"
#include "text/normalize/other/other_normalizer.hpp"
#include "text/spoken/spoken_writer.hpp"

namespace kokoro::text {

SpokenText normalize(std::string_view text, const NormalizationOptions& options, std::string_view language) {
  if (!options.normalize) {
    SpokenText same;
    same.append_copy(text, 0);
    return same;
  }
  SpokenText plain = fold(text);
  const Language* own = find_kokoro_language(language);
  const bool joins_lines = own == nullptr || own->spaced;
  plain = compose(read_markdown(plain.text, options, joins_lines), plain);
  if (language.starts_with("en")) {
    return compose(normalize_english(plain.text, options, language == "en-gb"), plain);
  }
  return compose(normalize_other(plain.text, options, language_words(language)), plain);
}

}  // namespace kokoro::text
