#include "text/phonemes/ipa_mapping.hpp"

#include <span>
#include <utility>

#include "base/utf8.hpp"
#include "text/phonemes/alphabet.hpp"

namespace kokoro::text {
namespace {

struct Rule {
  std::string_view from;
  std::string_view to;
};

/// misaki EspeakFallback (E2M), longest key first.
constexpr Rule kEnglish[] = {{"ʔˌn\u0329", "ʔn"}, {"ʔn\u0329", "ʔn"}, {"a^ɪ", "I"}, {"a^ʊ", "W"},  {"d^ʒ", "ʤ"},
                             {"e^ɪ", "A"},        {"t^ʃ", "ʧ"},       {"ɔ^ɪ", "Y"}, {"ə^l", "ᵊl"}, {"ʲo", "jo"},
                             {"ʲə", "jə"},        {"e", "A"},         {"ʲ", ""},    {"ɚ", "əɹ"},   {"r", "ɹ"},
                             {"x", "k"},          {"ç", "k"},         {"ɐ", "ə"},   {"ɬ", "l"},    {"\u0303", ""}};
constexpr Rule kAmerican[] = {{"o^ʊ", "O"}, {"ɜːɹ", "ɜɹ"}, {"ɜː", "ɜɹ"}, {"ɪə", "iə"}, {"ː", ""}};
/// The vowel of "there". misaki asks for it after it has already turned e into A, so that its own rule never applies.
constexpr Rule kBritishFirst[] = {{"e^ə", "ɛː"}, {"eə", "ɛː"}};
constexpr Rule kBritish[] = {{"iə", "ɪə"}, {"ə^ʊ", "Q"}};
/// Of v1.0's model: espeak-ng before 1.52 writes o for ɔ, and the vocabulary has T for the flap.
constexpr Rule kEnglishLast[] = {{"o", "ɔ"}, {"ɾ", "T"}, {"ʔ", "t"}, {"^", ""}};

/// misaki EspeakG2P.
constexpr Rule kEspeakG2p[] = {{"a^ɪ", "I"}, {"a^ʊ", "W"}, {"d^z", "ʣ"}, {"d^ʒ", "ʤ"}, {"e^ɪ", "A"},
                               {"o^ʊ", "O"}, {"s^s", "S"}, {"t^s", "ʦ"}, {"t^ʃ", "ʧ"}, {"ɔ^ɪ", "Y"},
                               {"ə^ʊ", "Q"}, {"^", ""},    {"-", ""}};

constexpr Rule kV019[] = {
    {"^", ""}, {"kəkˈoːɹoʊ", "kˈoʊkəɹoʊ"}, {"kəkˈɔːɹəʊ", "kˈəʊkəɹəʊ"}, {"ʲ", "j"}, {"r", "ɹ"}, {"x", "k"}, {"ɬ", "l"}};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  std::size_t at = text.find(from);
  if (at == std::string::npos) return;
  std::string out;
  out.reserve(text.size());
  std::size_t done = 0;
  for (; at != std::string::npos; at = text.find(from, done)) {
    out.append(text, done, at - done).append(to);
    done = at + from.size();
  }
  out.append(text, done);
  text = std::move(out);
}

void apply_rules(std::string& text, std::span<const Rule> rules) {
  for (const auto& [from, to] : rules) replace_all(text, from, to);
}

/// Deletes "(en)" and the like, which mark a switch of language; at least one character is inside.
std::string without_language_flags(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') {
      const std::size_t close = text.find(')', i + 2);
      if (close == std::string_view::npos) return out.append(text.substr(i));
      i = close;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// phonemizer's clean-up of one piece: single spaces, no newlines, '_' only once and never before a space.
std::string tidy(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
    if (c == ' ') {
      while (!out.empty() && out.back() == '_') out.pop_back();
      if (out.empty() || out.back() == ' ') continue;
    }
    if (c == '_' && !out.empty() && out.back() == '_') continue;
    out += c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// Syllabic consonants: a reduced schwa goes before the consonant that U+0329 marks.
void write_out_syllabics(std::string& text) {
  constexpr char32_t kSyllabic = 0x0329;
  if (text.find("\u0329") == std::string::npos) return;
  std::u32string out;
  for (const char32_t c : to_code_points(text)) {
    if (c != kSyllabic) {
      out += c;
    } else if (!out.empty() && out.back() != U' ') {
      out.insert(out.size() - 1, 1, U'ᵊ');
    }
  }
  text = to_utf8(out);
}

/// v0.19's last repairs, which its English phonemes were made with.
void repair_v019(std::string& text, bool american) {
  // A space before "hundred" when it follows a letter directly.
  constexpr std::string_view kHundred = "hˈʌndɹɪd";
  for (std::size_t at = text.find(kHundred, 1); at != std::string::npos; at = text.find(kHundred, at + 2)) {
    const auto end = [&](std::string_view s) { return text.compare(at - s.size(), s.size(), s) == 0; };
    const bool letter = (text[at - 1] >= 'a' && text[at - 1] <= 'z') || (at >= 2 && (end("ɹ") || end("ː")));
    if (letter) text.insert(at++, 1, ' ');
  }
  // A plural of digits, " z" at the end of a word, belongs to the word before it.
  for (std::size_t at = text.find(" z"); at != std::string::npos; at = text.find(" z", at + 1)) {
    if (at + 2 == text.size() || text[at + 2] == ' ') text.erase(at, 1);
  }
  if (!american) return;
  constexpr std::string_view kNinety = "nˈaɪnti";
  for (std::size_t at = text.find(kNinety); at != std::string::npos; at = text.find(kNinety, at + 1)) {
    if (text.compare(at + kNinety.size(), 2, "ː") != 0) text[at + kNinety.size() - 2] = 'd';
  }
}

void map_english(std::string& text, bool american) {
  if (!american) apply_rules(text, kBritishFirst);
  apply_rules(text, kEnglish);
  write_out_syllabics(text);
  apply_rules(text, american ? std::span<const Rule>(kAmerican) : std::span<const Rule>(kBritish));
  apply_rules(text, kEnglishLast);
}

}  // namespace

std::string map_ipa(std::string_view ipa, IpaMapping mapping) {
  std::string text = tidy(without_language_flags(ipa));
  replace_all(text, "\u0361", "^");
  switch (mapping) {
    case IpaMapping::english_us:
      map_english(text, true);
      break;
    case IpaMapping::english_gb:
      map_english(text, false);
      break;
    case IpaMapping::kokoro:
      apply_rules(text, kEspeakG2p);
      break;
    case IpaMapping::foreign:
      apply_rules(text, kEspeakG2p);
      text = in_alphabet(text, ModelVersion::v1_0);
      break;
    case IpaMapping::v019_us:
    case IpaMapping::v019_gb:
      apply_rules(text, kV019);
      repair_v019(text, mapping == IpaMapping::v019_us);
      text = in_alphabet(text, ModelVersion::v0_19);
      break;
  }
  return tidy(text);
}

}  // namespace kokoro::text
