#include "text/front_end.hpp"

#include "text/g2p/espeak/espeak_front_end.hpp"

namespace kokoro::text {

Result<std::unique_ptr<FrontEnd>> make_front_end(const Language& language, ModelVersion version) {
  const Language* known = find_language(language.tag);
  if (known == nullptr) {
    return fail(ErrorCode::not_found, "There is no language '" + std::string(language.tag) + "'.",
                "Ask for one of: a b e f h i j p z, or a tag such as en-us.", "language");
  }
  if (known->code == "z") {
    // espeak-ng's Mandarin reads the digits of its own tones as English words.
    return fail(ErrorCode::unavailable,
                "Mandarin needs the full Mandarin front end (word segmentation and pinyin), which this version lacks.",
                "Pass phonemes instead of text, or choose another language.", "language");
  }
  auto library = EspeakLibrary::instance();
  if (!library) return fail(std::move(library.error()));
  return std::make_unique<EspeakFrontEnd>(**library, *known, version);
}

}  // namespace kokoro::text
