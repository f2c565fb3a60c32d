#include "text/segment/abbreviations.hpp"

#include <algorithm>
#include <iterator>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/characters/characters.hpp"

namespace kokoro::text {
namespace {

struct English {
  std::string_view written;
  std::string_view spoken;
  bool before_number = false;
};

constexpr English kEnglish[] = {
    {"mr", "Mister"},
    {"mrs", "Missus"},
    {"ms", "Miz"},
    {"dr", "Doctor"},
    {"prof", "Professor"},
    {"st", "Saint"},
    {"sr", "Senior"},
    {"jr", "Junior"},
    {"gen", "General"},
    {"col", "Colonel"},
    {"capt", "Captain"},
    {"lt", "Lieutenant"},
    {"sgt", "Sergeant"},
    {"rev", "Reverend"},
    {"hon", "Honorable"},
    {"gov", "Governor"},
    {"sen", "Senator"},
    {"rep", "Representative"},
    {"vs", "versus"},
    {"etc", "etcetera"},
    {"approx", "approximately"},
    {"dept", "department"},
    {"est", "established"},
    {"inc", "incorporated"},
    {"ltd", "limited"},
    {"corp", "corporation"},
    {"no", "number", true},
    {"fig", "figure", true},
    {"vol", "volume", true},
    {"ch", "chapter", true},
    {"pp", "pages", true},
    {"p", "page", true},
    {"jan", "January", true},
    {"feb", "February", true},
    {"mar", "March", true},
    {"apr", "April", true},
    {"jun", "June", true},
    {"jul", "July", true},
    {"aug", "August", true},
    {"sep", "September", true},
    {"sept", "September", true},
    {"oct", "October", true},
    {"nov", "November", true},
    {"dec", "December", true},
};

/// Titles and the like of the other languages; espeak-ng knows how to read them.
constexpr std::string_view kOthers[] = {"sr", "sra", "srta", "dr",   "dra", "ud",  "uds", "mme", "mlle", "mm",
                                        "m",  "sig", "dott", "prof", "ing", "av",  "hr",  "fr",  "nr",   "bzw",
                                        "st", "str", "etc",  "pág",  "núm", "art", "bd",  "vgl", "ca",   "jr"};

std::string lowered(std::u32string_view word) {
  std::string out;
  if (word.size() > 8) return out;
  for (const char32_t c : word) append_utf8(out, ascii_lower(c));
  return out;
}

}  // namespace

bool is_abbreviation(std::u32string_view word, bool english, bool before_number) {
  const std::string key = lowered(word);
  if (key.empty()) return false;
  if (!english) return std::find(std::begin(kOthers), std::end(kOthers), key) != std::end(kOthers);
  return std::any_of(std::begin(kEnglish), std::end(kEnglish),
                     [&](const English& e) { return e.written == key && (!e.before_number || before_number); });
}

std::string_view expand_english_abbreviation(std::u32string_view word) {
  const std::string key = lowered(word);
  for (const English& e : kEnglish) {
    if (e.written == key) return e.spoken;
  }
  return {};
}

}  // namespace kokoro::text
