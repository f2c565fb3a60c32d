#include "text/front_ends.hpp"

#include "text/g2p/english/english_front_end.hpp"
#include "text/g2p/espeak/espeak_front_end.hpp"
#include "text/g2p/japanese/japanese_front_end.hpp"
#include "text/g2p/japanese/spoken_japanese.hpp"
#include "text/g2p/japanese/word_list.hpp"
#include "text/g2p/mandarin/mandarin_front_end.hpp"
#include "text/g2p/mandarin/spoken_mandarin.hpp"
#include "text/g2p/mixed/mixed_front_end.hpp"

namespace kokoro::text {
namespace {

Result<std::unique_ptr<FrontEnd>> make_japanese(ModelVersion version, const TextData& data) {
  const std::filesystem::path folder =
      data.mecab_dictionary.empty() ? std::filesystem::path(kNaistFolder) : data.mecab_dictionary;
  const std::filesystem::path words =
      data.lexicons.empty() ? std::filesystem::path() : data.lexicons / kJapaneseWordsFile;
  auto japanese = open_japanese(folder, words);
  if (!japanese) return fail(std::move(japanese.error()));
  return std::make_unique<JapaneseFrontEnd>(std::move(*japanese), version);
}

Result<std::unique_ptr<FrontEnd>> make_english(EspeakLibrary& library, const Language& language,
                                               const std::filesystem::path& lexicons) {
  auto blob = map_file(lexicons / language.dictionary);
  if (!blob) return fail(std::move(blob.error()));
  auto table = english::PronunciationTable::open(std::move(*blob));
  if (!table) return fail(std::move(table.error()));
  return std::make_unique<english::EnglishFrontEnd>(
      library, std::make_shared<english::PronunciationTable>(std::move(*table)), language.tag == "en-gb");
}

/// The front end of one language alone.
Result<std::unique_ptr<FrontEnd>> make_native(const Language& language, ModelVersion version, const TextData& data) {
  if (language.reader == Reader::mandarin) {
    return std::make_unique<MandarinFrontEnd>(MandarinDictionary::built_in(), version);
  }
  if (language.reader == Reader::japanese) return make_japanese(version, data);
  auto library = EspeakLibrary::instance();
  if (!library) return fail(std::move(library.error()));
  const bool english = language.reader == Reader::english && version == ModelVersion::v1_0;
  if (english && has_dictionary(language, data.lexicons)) return make_english(**library, language, data.lexicons);
  return std::make_unique<EspeakFrontEnd>(**library, language, version);
}

/// Reads a sentence, so that the first one of a request does not wait for dictionaries that are read page by page.
void warm(const FrontEnd& front_end, Reader reader) {
  std::string_view sentence = "A.";
  if (reader == Reader::japanese) sentence = "今日は天気がいいので、東京の友だちと公園を歩いて、新しい本を読みました。";
  if (reader == Reader::mandarin) sentence = "今天天气很好，我们去公园看书。";
  static_cast<void>(front_end.read(sentence, {}, {}));
}

ForeignRules foreign_rules(const Language& language) {
  if (language.reader == Reader::mandarin)
    return {.reads_han = true, .reads_digits = true, .own_end = end_of_mandarin_unit};
  if (language.reader == Reader::japanese) {
    return {.reads_han = true, .reads_kana = true, .own_end = end_of_japanese_unit};
  }
  return {.reads_han = scripts_of_language(language.tag).has(Script::han), .reads_others = true};
}

}  // namespace

bool has_dictionary(const Language& language, const std::filesystem::path& lexicons) {
  std::error_code ignored;
  return language.dictionary.empty() ||
         (!lexicons.empty() && std::filesystem::exists(lexicons / language.dictionary, ignored));
}

Result<std::unique_ptr<FrontEnd>> make_front_end(const Language& language, ModelVersion version, const TextData& data) {
  const Language* known = find_language(language.tag);
  if (known == nullptr) {
    return fail(ErrorCode::not_found, "There is no language '" + std::string(language.tag) + "'.",
                "Ask for one of: " + kokoro_tags() + ".", "language");
  }
  auto native = make_native(*known, version, data);
  if (!native) return native;
  warm(**native, known->reader);
  auto make_other = [version, data](std::string_view tag) { return make_native(*find_language(tag), version, data); };
  return std::make_unique<MixedFrontEnd>(std::move(*native), known->tag, foreign_rules(*known), std::move(make_other));
}

}  // namespace kokoro::text
