#include "text/front_end.hpp"

#include "text/g2p/english/english_front_end.hpp"
#include "text/g2p/espeak/espeak_front_end.hpp"

namespace kokoro::text {
namespace {

Result<std::unique_ptr<FrontEnd>> make_english(EspeakLibrary& library, const Language& language,
                                               const std::filesystem::path& lexicons) {
  auto blob = map_file(lexicons / lexicon_file_name(language));
  if (!blob) return fail(std::move(blob.error()));
  auto table = english::PronunciationTable::open(std::move(*blob));
  if (!table) return fail(std::move(table.error()));
  return std::make_unique<english::EnglishFrontEnd>(
      library, std::make_shared<english::PronunciationTable>(std::move(*table)), language.code == "b");
}

}  // namespace

std::string_view lexicon_file_name(const Language& language) {
  if (language.code != "a" && language.code != "b") return {};
  return english::lexicon_file_name(language.code == "b");
}

bool has_lexicon(const Language& language, const std::filesystem::path& lexicons) {
  const std::string_view name = lexicon_file_name(language);
  std::error_code ignored;
  return name.empty() || (!lexicons.empty() && std::filesystem::exists(lexicons / name, ignored));
}

Result<std::unique_ptr<FrontEnd>> make_front_end(const Language& language, ModelVersion version,
                                                 const std::filesystem::path& lexicons) {
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
  if (version == ModelVersion::v1_0 && !lexicon_file_name(*known).empty() && has_lexicon(*known, lexicons)) {
    return make_english(**library, *known, lexicons);
  }
  return std::make_unique<EspeakFrontEnd>(**library, *known, version);
}

}  // namespace kokoro::text
