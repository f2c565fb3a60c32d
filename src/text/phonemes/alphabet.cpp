#include "text/phonemes/alphabet.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::text {
namespace {

struct Likeness {
  char32_t sound;
  std::u32string_view nearest;
};

constexpr Likeness kNearest[] = {
    // consonants
    {U'g', U"ɡ"},
    {U'ɫ', U"l"},
    {U'ɭ', U"l"},
    {U'ɬ', U"l"},
    {U'ɮ', U"l"},
    {U'ʟ', U"l"},
    {U'ɺ', U"ɾ"},
    {U'ɱ', U"m"},
    {U'ʀ', U"ʁ"},
    {U'ʑ', U"ʒ"},
    {U'ʐ', U"ʒ"},
    {U'ɧ', U"ʃ"},
    {U'ɦ', U"h"},
    {U'ħ', U"h"},
    {U'ʜ', U"h"},
    {U'ʍ', U"w"},
    {U'ʷ', U"w"},
    {U'ⱱ', U"v"},
    {U'ʙ', U"b"},
    {U'ɓ', U"b"},
    {U'ɗ', U"d"},
    {U'ʄ', U"ɟ"},
    {U'ɠ', U"ɡ"},
    {U'ʛ', U"ɡ"},
    {U'ɢ', U"ɡ"},
    {U'ʕ', U"ʔ"},
    {U'ʢ', U"ʔ"},
    {U'ʡ', U"ʔ"},
    {U'ʱ', U"ʰ"},
    // clicks, as those say them who have none
    {U'ʘ', U"p"},
    {U'ǀ', U"t"},
    {U'ǂ', U"t"},
    {U'ǃ', U"k"},
    {U'ǁ', U"k"},
    // vowels
    {U'ʏ', U"y"},
    {U'ɵ', U"ø"},
    {U'ʉ', U"u"},
    {U'ɝ', U"ɜɹ"},
    {U'ɘ', U"ə"},
    {U'ɞ', U"ɜ"},
    {U'ɶ', U"œ"},
    // misaki's affricates, which v0.19 lacks
    {U'ʨ', U"tɕ"},
    {U'ʥ', U"dʒ"},
    {U'ʦ', U"ts"},
    {U'ʣ', U"dz"},
    {U'\uAB67', U"ʈʂ"}};

/// A letter with accents taken apart.
std::u32string taken_apart(char32_t c) {
  std::array<utf8proc_int32_t, 8> parts{};
  const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(), parts.size(),
                                             UTF8PROC_DECOMPOSE, nullptr);
  if (count < 2 || count > static_cast<utf8proc_ssize_t>(parts.size())) return {};
  return {parts.begin(), parts.begin() + count};
}

std::u32string nearest(char32_t c) {
  const auto* known = std::find_if(std::begin(kNearest), std::end(kNearest),
                                   [&](const Likeness& likeness) { return likeness.sound == c; });
  return known != std::end(kNearest) ? std::u32string(known->nearest) : taken_apart(c);
}

}  // namespace

std::string in_alphabet(std::string_view phonemes, ModelVersion version) {
  const auto& table = vocabulary(version);
  std::string out;
  for (const char32_t c : to_code_points(phonemes)) {
    if (table.contains(c)) {
      append_utf8(out, c);
      continue;
    }
    for (const char32_t part : nearest(c)) {
      if (table.contains(part)) append_utf8(out, part);
    }
  }
  return out;
}

}  // namespace kokoro::text
