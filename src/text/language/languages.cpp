#include "text/language/languages.hpp"

#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "text/espeak/library.hpp"

namespace kokoro::text {
namespace {

std::vector<Language> make_kokoro_languages() {
  return {
      {.code = "a",
       .tag = "en-us",
       .name = "American English",
       .espeak_voice = "gmw/en-US",
       .reader = Reader::english,
       .dictionary = "en-us.klex",
       .aliases = {"en", "eng", "english", "american", "us"}},
      {.code = "b",
       .tag = "en-gb",
       .name = "British English",
       .espeak_voice = "gmw/en",
       .reader = Reader::english,
       .dictionary = "en-gb.klex",
       .aliases = {"british", "uk-en", "en-uk", "gb"}},
      {.code = "e", .tag = "es", .name = "Spanish", .espeak_voice = "roa/es", .aliases = {"es-es", "spa", "spanish"}},
      {.code = "f", .tag = "fr-fr", .name = "French", .espeak_voice = "roa/fr", .aliases = {"fr", "fra", "french"}},
      {.code = "h", .tag = "hi", .name = "Hindi", .espeak_voice = "inc/hi", .aliases = {"hi-in", "hin", "hindi"}},
      {.code = "i", .tag = "it", .name = "Italian", .espeak_voice = "roa/it", .aliases = {"it-it", "ita", "italian"}},
      {.code = "j",
       .tag = "ja",
       .name = "Japanese",
       .espeak_voice = "jpx/ja",
       .reader = Reader::japanese,
       .spaced = false,
       .aliases = {"jp", "ja-jp", "jpn", "japanese"}},
      {.code = "p",
       .tag = "pt-br",
       .name = "Brazilian Portuguese",
       .espeak_voice = "roa/pt-BR",
       .aliases = {"pt", "br", "por", "portuguese"}},
      {.code = "z",
       .tag = "zh",
       .name = "Mandarin Chinese",
       .espeak_voice = "sit/cmn",
       .reader = Reader::mandarin,
       .spaced = false,
       .aliases = {"cn", "cmn", "zh-cn", "zh-hans", "zh-tw", "zh-hant", "zho", "chinese", "mandarin"}},
  };
}

/// Other codes for languages that only espeak-ng speaks.
struct Alias {
  std::string_view from;
  std::string_view tag;
};

constexpr Alias kEspeakAliases[] = {{"es-mx", "es-419"}, {"es-us", "es-419"}, {"es-ar", "es-419"}, {"zh-yue", "yue"},
                                    {"zh-hk", "yue"},    {"no", "nb"},        {"iw", "he"},        {"in", "id"}};

/// Voices that Kokoro's own nine languages take, or that speak the same language with another reading of Latin.
bool is_kokoros(const EspeakVoice& voice) {
  if (voice.identifier.starts_with("sit/cmn")) return true;
  const auto& own = kokoro_languages();
  return std::any_of(own.begin(), own.end(), [&](const auto& k) { return k.espeak_voice == voice.identifier; });
}

/// Debian's data lacks most of the Belarusian dictionary: espeak-ng prints a complaint for each text it reads.
bool is_incomplete(const EspeakVoice& voice) { return voice.identifier == "zle/be"; }

std::vector<Language> make_languages() {
  std::vector<Language> all = kokoro_languages();
  const auto own = static_cast<std::ptrdiff_t>(all.size());
  const auto library = EspeakLibrary::instance();
  if (!library) return all;
  for (const EspeakVoice& voice : (*library)->voices()) {
    if (is_kokoros(voice) || is_incomplete(voice)) continue;
    // "pt" alone means Brazilian Portuguese here: that is the one Kokoro was trained on.
    all.push_back({.code = voice.identifier,
                   .tag = voice.tag == "pt" ? std::string_view("pt-pt") : voice.tag,
                   .name = voice.name,
                   .espeak_voice = voice.identifier});
  }
  std::sort(all.begin() + own, all.end(), [](const Language& a, const Language& b) { return a.tag < b.tag; });
  return all;
}

std::string normalised(std::string_view code) {
  std::string out = ascii_lower(code);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

constexpr std::size_t kLongestTag = 35;  // RFC 5646, 4.4.1: enough for language, script, region and variants

/// `code` is normalised.
const Language* find_exact(std::string_view code) {
  for (const Language& language : languages()) {
    if (language.tag == code || normalised(language.code) == code) return &language;
    if (std::find(language.aliases.begin(), language.aliases.end(), code) != language.aliases.end()) return &language;
  }
  for (const Alias& alias : kEspeakAliases) {
    if (alias.from == code) return find_exact(alias.tag);
  }
  return nullptr;
}

}  // namespace

const std::vector<Language>& kokoro_languages() {
  static const std::vector<Language> own = make_kokoro_languages();
  return own;
}

const Language* find_kokoro_language(std::string_view tag) {
  const auto& own = kokoro_languages();
  const auto found = std::find_if(own.begin(), own.end(), [&](const Language& k) { return k.tag == tag; });
  return found == own.end() ? nullptr : &*found;
}

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

std::string kokoro_tags() {
  std::string out;
  for (const Language& language : kokoro_languages()) {
    if (!out.empty()) out += ", ";
    out += language.tag;
  }
  return out;
}

}  // namespace kokoro::text
