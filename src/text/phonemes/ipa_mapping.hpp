#pragma once

#include <string>
#include <string_view>

namespace kokoro::text {

/// How espeak-ng's IPA becomes phonemes of the model.
enum class IpaMapping {
  english_us,  ///< v1.0: misaki's EspeakFallback for American English
  english_gb,  ///< v1.0: the same for British English
  kokoro,      ///< v1.0: misaki's EspeakG2P, for es fr-fr hi it pt-br
  foreign,     ///< v1.0: languages that Kokoro was not trained on: EspeakG2P, then the nearest symbol there is
  v019_us,     ///< v0.19: spelled-out IPA, American
  v019_gb,     ///< v0.19: spelled-out IPA, British
};

/// Phonemes of one piece of text between punctuation marks: `ipa` is what EspeakLibrary::phonemes() gave, with ties
/// and language switches. Words stay separated by single spaces; no space leads or trails.
std::string map_ipa(std::string_view ipa, IpaMapping mapping);

}  // namespace kokoro::text
