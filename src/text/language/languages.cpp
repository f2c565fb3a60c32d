#include "text/language/languages.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "text/espeak/library.hpp"

namespace kokoro::text {
namespace {

struct KokoroLanguage {
  Language language;
  std::string_view espeak_voice;
};

constexpr std::array<KokoroLanguage, 9> kKokoro{{
    {{"a", "en-us", "American English"}, "gmw/en-US"},
    {{"b", "en-gb", "British English"}, "gmw/en"},
    {{"e", "es", "Spanish"}, "roa/es"},
    {{"f", "fr-fr", "French"}, "roa/fr"},
    {{"h", "hi", "Hindi"}, "inc/hi"},
    {{"i", "it", "Italian"}, "roa/it"},
    {{"j", "ja", "Japanese"}, "jpx/ja"},
    {{"p", "pt-br", "Brazilian Portuguese"}, "roa/pt-BR"},
    {{"z", "zh", "Mandarin Chinese"}, "sit/cmn"},
}};

struct Alias {
  std::string_view from;
  std::string_view tag;
};

constexpr Alias kAliases[] = {
    {"en", "en-us"},    {"eng", "en-us"},        {"english", "en-us"}, {"american", "en-us"}, {"british", "en-gb"},
    {"uk-en", "en-gb"}, {"en-uk", "en-gb"},      {"gb", "en-gb"},      {"us", "en-us"},       {"es-es", "es"},
    {"spa", "es"},      {"spanish", "es"},       {"es-mx", "es-419"},  {"es-us", "es-419"},   {"es-ar", "es-419"},
    {"fr", "fr-fr"},    {"fra", "fr-fr"},        {"french", "fr-fr"},  {"hi-in", "hi"},       {"hin", "hi"},
    {"hindi", "hi"},    {"it-it", "it"},         {"ita", "it"},        {"italian", "it"},     {"jp", "ja"},
    {"ja-jp", "ja"},    {"jpn", "ja"},           {"japanese", "ja"},   {"pt", "pt-br"},       {"br", "pt-br"},
    {"por", "pt-br"},   {"portuguese", "pt-br"}, {"cn", "zh"},         {"cmn", "zh"},         {"zh-cn", "zh"},
    {"zh-hans", "zh"},  {"zh-tw", "zh"},         {"zh-hant", "zh"},    {"zho", "zh"},         {"chinese", "zh"},
    {"mandarin", "zh"}, {"zh-yue", "yue"},       {"zh-hk", "yue"},     {"no", "nb"},          {"iw", "he"},
    {"in", "id"},
};

/// Voices that Kokoro's own nine languages take, or that speak the same language with another reading of Latin.
bool is_kokoros(const EspeakVoice& voice) {
  if (voice.identifier.starts_with("sit/cmn")) return true;
  return std::any_of(kKokoro.begin(), kKokoro.end(), [&](const auto& k) { return k.espeak_voice == voice.identifier; });
}

/// Debian's data lacks most of the Belarusian dictionary: espeak-ng prints a complaint for each text it reads.
bool is_incomplete(const EspeakVoice& voice) { return voice.identifier == "zle/be"; }

std::vector<Language> make_languages() {
  std::vector<Language> all;
  for (const KokoroLanguage& k : kKokoro) all.push_back(k.language);
  const auto library = EspeakLibrary::instance();
  if (!library) return all;
  for (const EspeakVoice& voice : (*library)->voices()) {
    if (is_kokoros(voice) || is_incomplete(voice)) continue;
    // "pt" alone means Brazilian Portuguese here: that is the one Kokoro was trained on.
    all.push_back({voice.identifier, voice.tag == "pt" ? std::string_view("pt-pt") : voice.tag, voice.name});
  }
  std::sort(all.begin() + kKokoro.size(), all.end(),
            [](const Language& a, const Language& b) { return a.tag < b.tag; });
  return all;
}

std::string normalised(std::string_view code) {
  std::string out(code);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = '-';
  }
  return out;
}

constexpr std::size_t kLongestTag = 35;  // RFC 5646, 4.4.1: enough for language, script, region and variants

/// `code` is normalised.
const Language* find_exact(std::string_view code) {
  for (const Language& language : languages()) {
    if (language.tag == code || normalised(language.code) == code) return &language;
  }
  for (const Alias& alias : kAliases) {
    if (alias.from == code) return find_exact(alias.tag);
  }
  return nullptr;
}

}  // namespace

const std::vector<Language>& languages() {
  static const std::vector<Language> all = make_languages();
  return all;
}

const Language* find_language(std::string_view code) {
  if (code.size() > kLongestTag) return nullptr;
  std::string wanted = normalised(code);
  // "de-AT" is spoken as "de": the region is dropped until something is known.
  while (!wanted.empty()) {
    if (const Language* found = find_exact(wanted)) return found;
    const std::size_t dash = wanted.rfind('-');
    if (dash == std::string::npos) return nullptr;
    wanted.resize(dash);
  }
  return nullptr;
}

const Language* language_of_voice(std::string_view voice) {
  const bool named =
      voice.size() >= 2 && (voice[1] == 'f' || voice[1] == 'm') && (voice.size() == 2 || voice[2] == '_');
  return named ? find_exact(normalised(voice.substr(0, 1))) : nullptr;
}

std::string_view espeak_voice_of(const Language& language) {
  for (const KokoroLanguage& k : kKokoro) {
    if (k.language.code == language.code) return k.espeak_voice;
  }
  return language.code;
}

}  // namespace kokoro::text
