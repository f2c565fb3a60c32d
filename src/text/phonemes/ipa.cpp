#include "text/phonemes/ipa.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.hpp"
#include "text/phonemes/alphabet.hpp"

namespace kokoro::text {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Longer ones before those they begin with.
constexpr Pair kModel[] = {{"t͡ʃ", "ʧ"}, {"d͡ʒ", "ʤ"}, {"t͜ʃ", "ʧ"}, {"d͜ʒ", "ʤ"}, {"tʃ", "ʧ"}, {"dʒ", "ʤ"},
                           {"eɪ", "A"}, {"aɪ", "I"}, {"aʊ", "W"}, {"ɔɪ", "Y"}, {"g", "ɡ"},  {"͡", ""},
                           {"͜", ""},    {".", ""},   {"'", "ˈ"},  {"’", "ˈ"}};
constexpr Pair kEnglish[] = {{"ɚ", "əɹ"}, {"ɝː", "ɜɹ"}, {"ɝ", "ɜɹ"}, {"r", "ɹ"}, {"ɫ", "l"},
                             {"n̩", "ᵊn"}, {"l̩", "ᵊl"},  {"m̩", "ᵊm"}, {"e", "ɛ"}, {"x", "k"}};
constexpr Pair kAmerican[] = {{"oʊ", "O"}, {"əʊ", "O"}, {"ɒ", "ɑ"}, {"ː", ""}};
constexpr Pair kBritish[] = {{"əʊ", "Q"}, {"oʊ", "Q"}, {"eə", "ɛː"}};
constexpr Pair kOther[] = {{"oʊ", "O"}, {"əʊ", "Q"}, {"t͡s", "ʦ"}, {"ts", "ʦ"}, {"d͡z", "ʣ"}};

constexpr Pair kXsampa[] = {
    {"r\\`", "ɻ"},   {"h\\", "ɦ"}, {"j\\", "ʝ"}, {"l\\", "ɺ"}, {"r\\", "ɹ"}, {"s\\", "ɕ"},     {"z\\", "ʑ"},
    {"x\\", "ɧ"},    {"p\\", "ɸ"}, {"R\\", "ʀ"}, {"B\\", "ʙ"}, {"G\\", "ɢ"}, {"H\\", "ʜ"},     {"I\\", "ᵻ"},
    {"K\\", "ɮ"},    {"L\\", "ʟ"}, {"M\\", "ɰ"}, {"N\\", "ɴ"}, {"U\\", "ᵿ"}, {"X\\", "ħ"},     {"@\\", "ɘ"},
    {"3\\", "ɞ"},    {"d`", "ɖ"},  {"l`", "ɭ"},  {"n`", "ɳ"},  {"r`", "ɽ"},  {"s`", "ʂ"},      {"t`", "ʈ"},
    {"z`", "ʐ"},     {"@`", "ɚ"},  {"_h", "ʰ"},  {"_j", "ʲ"},  {"_w", "ʷ"},  {"_~", "\u0303"}, {"=", "\u0329"},
    {"~", "\u0303"}, {"\"", "ˈ"},  {"%", "ˌ"},   {":", "ː"},   {"@", "ə"},   {"{", "æ"},       {"}", "ʉ"},
    {"1", "ɨ"},      {"2", "ø"},   {"3", "ɜ"},   {"4", "ɾ"},   {"5", "ɫ"},   {"6", "ɐ"},       {"7", "ɤ"},
    {"8", "ɵ"},      {"9", "œ"},   {"&", "ɶ"},   {"?", "ʔ"},   {"A", "ɑ"},   {"B", "β"},       {"C", "ç"},
    {"D", "ð"},      {"E", "ɛ"},   {"F", "ɱ"},   {"G", "ɣ"},   {"H", "ɥ"},   {"I", "ɪ"},       {"J", "ɲ"},
    {"K", "ɬ"},      {"L", "ʎ"},   {"M", "ɯ"},   {"N", "ŋ"},   {"O", "ɔ"},   {"P", "ʋ"},       {"Q", "ɒ"},
    {"R", "ʁ"},      {"S", "ʃ"},   {"T", "θ"},   {"U", "ʊ"},   {"V", "ʌ"},   {"W", "ʍ"},       {"X", "χ"},
    {"Y", "ʏ"},      {"Z", "ʒ"},   {"g", "ɡ"},   {"-", ""},    {".", "."}};

template <std::size_t N>
std::string replaced(std::string_view text, const Pair (&table)[N]) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const Pair* found = nullptr;
    for (const Pair& pair : table) {
      if (text.substr(i, pair.first.size()) == pair.first) {
        found = &pair;
        break;
      }
    }
    if (found == nullptr) {
      out += text[i++];
    } else {
      out += found->second;
      i += found->first.size();
    }
  }
  return out;
}

}  // namespace

std::string phonemes_of_ipa(std::string_view ipa, std::string_view language) {
  if (ipa.size() >= 2 && ipa.front() == '/' && ipa.back() == '/') ipa = ipa.substr(1, ipa.size() - 2);
  if (!language.starts_with("en")) return replaced(replaced(ipa, kOther), kModel);
  const std::string own = language == "en-gb" ? replaced(ipa, kBritish) : replaced(ipa, kAmerican);
  return replaced(replaced(own, kModel), kEnglish);
}

std::optional<char32_t> sign_that_is_no_ipa(std::string_view ipa) {
  constexpr std::pair<char32_t, char32_t> kMarks[] = {{0x02B0, 0x036F},   // raised letters, tones, diacritics
                                                      {0x1D2C, 0x1D6A},   // raised and lowered letters
                                                      {0x1D9B, 0x1DFF},   // more of them, more diacritics
                                                      {0x2016, 0x2016},   // ‖
                                                      {0x203F, 0x203F},   // ‿
                                                      {0x2070, 0x209C},   // raised and lowered digits and letters
                                                      {0x2191, 0x2198},   // arrows
                                                      {0xA700, 0xA71F}};  // tone letters
  constexpr std::u32string_view kSigns = U" '’.-|";
  for (const char32_t c : to_code_points(ipa)) {
    const bool mark = std::any_of(std::begin(kMarks), std::end(kMarks),
                                  [&](const auto& block) { return c >= block.first && c <= block.second; });
    const bool sounds = !in_alphabet(to_utf8(std::u32string(1, c)), ModelVersion::v1_0).empty();
    if (!mark && !sounds && kSigns.find(c) == std::u32string_view::npos) return c;
  }
  return std::nullopt;
}

std::string ipa_of_xsampa(std::string_view xsampa) { return replaced(xsampa, kXsampa); }

}  // namespace kokoro::text
