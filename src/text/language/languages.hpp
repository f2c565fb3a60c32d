#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text {

/// Which front end reads a language.
enum class Reader : std::uint8_t { espeak, english, japanese, mandarin };

/// A language that can be asked for. Kokoro's own nine are rows of a table in languages.cpp, which is all that says
/// what is particular about them; those that only espeak-ng speaks are made from its list of voices.
struct Language {
  std::string_view code;             ///< Kokoro's letter: a b e f h i j p z; espeak-ng's voice for others
  std::string_view tag;              ///< BCP 47: en-us, en-gb, es, fr-fr, hi, it, ja, pt-br, zh, …
  std::string_view name;             ///< "American English"
  std::string_view espeak_voice;     ///< espeak-ng's identifier of the voice that speaks it: "gmw/en-US"
  Reader reader = Reader::espeak;    ///< for v1.0, where its data is there
  std::string_view dictionary = {};  ///< file of the data directory's lexicons/ that `reader` wants; empty: none
  bool spaced = true;                ///< words are divided by spaces, so that lines are joined with one
  std::vector<std::string_view> aliases = {};  ///< other codes for it, in lower case: "en", "american"
};

/// Kokoro's nine languages, then those that only espeak-ng speaks, sorted by tag.
const std::vector<Language>& languages();

/// Kokoro's nine only; does not need espeak-ng.
const std::vector<Language>& kokoro_languages();

/// Accepts a letter, a tag or a usual alias ("en", "jp", "pt", "es-ES", "zh-cn"), in any case; null if unknown.
const Language* find_language(std::string_view code);

/// One of Kokoro's nine by its exact tag; null for others.
const Language* find_kokoro_language(std::string_view tag);

/// Language of a voice name by its first letter ("af_heart" → en-us); null if it says none.
const Language* language_of_voice(std::string_view voice);

/// Tags of Kokoro's nine for messages: "en-us, en-gb, es, …".
std::string kokoro_tags();

}  // namespace kokoro::text
