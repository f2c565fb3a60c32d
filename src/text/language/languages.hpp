#pragma once

#include <string_view>
#include <vector>

namespace kokoro::text {

/// A language that can be asked for.
struct Language {
  std::string_view code;  ///< Kokoro's letter: a b e f h i j p z; espeak's code for others
  std::string_view tag;   ///< en-us, en-gb, es, fr-fr, hi, it, ja, pt-br, zh, …
  std::string_view name;  ///< "American English"
};

/// Kokoro's nine languages, then those that only espeak-ng speaks, sorted by tag.
const std::vector<Language>& languages();

/// Accepts a letter, a tag or a usual alias ("en", "jp", "pt", "es-ES", "zh-cn"), in any case; null if unknown.
const Language* find_language(std::string_view code);

/// Language of a voice name by its first letter ("af_heart" → en-us); null if it says none.
const Language* language_of_voice(std::string_view voice);

/// espeak-ng's identifier of the voice that speaks `language`: "gmw/en-US" for en-us.
std::string_view espeak_voice_of(const Language& language);

}  // namespace kokoro::text
