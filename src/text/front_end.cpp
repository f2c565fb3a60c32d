#include "text/front_end.hpp"

#include "text/g2p/espeak/espeak_front_end.hpp"
#include "text/g2p/japanese/japanese_front_end.hpp"
#include "text/g2p/japanese/spoken_japanese.hpp"
#include "text/g2p/mandarin/mandarin_front_end.hpp"
#include "text/g2p/mandarin/spoken_mandarin.hpp"
#include "text/g2p/mixed/mixed_front_end.hpp"

namespace kokoro::text {
namespace {

Result<std::unique_ptr<FrontEnd>> make_japanese(ModelVersion version, const TextData& data) {
  const std::filesystem::path folder =
      data.mecab_dictionary.empty() ? std::filesystem::path(kNaistFolder) : data.mecab_dictionary;
  const std::filesystem::path words = data.lexicons.empty() ? std::filesystem::path() : data.lexicons / "ja_words.txt";
  auto japanese = open_japanese(folder, words);
  if (!japanese) return fail(std::move(japanese.error()));
  return std::make_unique<JapaneseFrontEnd>(std::move(*japanese), version);
}

/// The front end of one language alone.
Result<std::unique_ptr<FrontEnd>> make_native(const Language& language, ModelVersion version, const TextData& data) {
  if (language.code == "z") return std::make_unique<MandarinFrontEnd>(MandarinDictionary::built_in(), version);
  if (language.code == "j") return make_japanese(version, data);
  auto library = EspeakLibrary::instance();
  if (!library) return fail(std::move(library.error()));
  return std::make_unique<EspeakFrontEnd>(**library, language, version);
}

ForeignRules foreign_rules(const Language& language) {
  if (language.code == "z") return {.reads_han = true, .own_end = end_of_mandarin_unit};
  if (language.code == "j") return {.reads_han = true, .reads_kana = true, .own_end = end_of_japanese_unit};
  return {.reads_han = scripts_of_language(language.tag).has(Script::han), .reads_others = true};
}

}  // namespace

Result<std::unique_ptr<FrontEnd>> make_front_end(const Language& language, ModelVersion version, const TextData& data) {
  const Language* known = find_language(language.tag);
  if (known == nullptr) {
    return fail(ErrorCode::not_found, "There is no language '" + std::string(language.tag) + "'.",
                "Ask for one of: a b e f h i j p z, or a tag such as en-us.", "language");
  }
  auto native = make_native(*known, version, data);
  if (!native) return native;
  auto make_other = [version, data](std::string_view tag) { return make_native(*find_language(tag), version, data); };
  return std::make_unique<MixedFrontEnd>(std::move(*native), foreign_rules(*known), std::move(make_other));
}

}  // namespace kokoro::text
