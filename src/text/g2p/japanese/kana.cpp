#include "text/g2p/japanese/kana.hpp"

#include <algorithm>
#include <iterator>

namespace kokoro::text {
namespace {

struct Kana {
  char32_t kana;
  std::string_view phonemes;
};
struct Digraph {
  std::u32string_view kana;
  std::string_view phonemes;
};

// misaki's Cutlet, after the romanisation of cutlet. Sorted.
constexpr Kana kKana[] = {
    {U'ぁ', "a"},   {U'あ', "a"},   {U'ぃ', "i"},   {U'い', "i"},  {U'ぅ', "ɯ"},  {U'う', "ɯ"},   {U'ぇ', "e"},
    {U'え', "e"},   {U'ぉ', "o"},   {U'お', "o"},   {U'か', "ka"}, {U'が', "ɡa"}, {U'き', "kʲi"}, {U'ぎ', "ɡʲi"},
    {U'く', "kɯ"},  {U'ぐ', "ɡɯ"},  {U'け', "ke"},  {U'げ', "ɡe"}, {U'こ', "ko"}, {U'ご', "ɡo"},  {U'さ', "sa"},
    {U'ざ', "ʣa"},  {U'し', "ɕi"},  {U'じ', "ʥi"},  {U'す', "sɨ"}, {U'ず', "zɨ"}, {U'せ', "se"},  {U'ぜ', "ʣe"},
    {U'そ', "so"},  {U'ぞ', "ʣo"},  {U'た', "ta"},  {U'だ', "da"}, {U'ち', "ʨi"}, {U'ぢ', "ʥi"},  {U'つ', "ʦɨ"},
    {U'づ', "zɨ"},  {U'て', "te"},  {U'で', "de"},  {U'と', "to"}, {U'ど', "do"}, {U'な', "na"},  {U'に', "ɲi"},
    {U'ぬ', "nɯ"},  {U'ね', "ne"},  {U'の', "no"},  {U'は', "ha"}, {U'ば', "ba"}, {U'ぱ', "pa"},  {U'ひ', "çi"},
    {U'び', "bʲi"}, {U'ぴ', "pʲi"}, {U'ふ', "ɸɯ"},  {U'ぶ', "bɯ"}, {U'ぷ', "pɯ"}, {U'へ', "he"},  {U'べ', "be"},
    {U'ぺ', "pe"},  {U'ほ', "ho"},  {U'ぼ', "bo"},  {U'ぽ', "po"}, {U'ま', "ma"}, {U'み', "mʲi"}, {U'む', "mɯ"},
    {U'め', "me"},  {U'も', "mo"},  {U'ゃ', "ja"},  {U'や', "ja"}, {U'ゅ', "jɯ"}, {U'ゆ', "jɯ"},  {U'ょ', "jo"},
    {U'よ', "jo"},  {U'ら', "ɾa"},  {U'り', "ɾʲi"}, {U'る', "ɾɯ"}, {U'れ', "ɾe"}, {U'ろ', "ɾo"},  {U'ゎ', "βa"},
    {U'わ', "βa"},  {U'ゐ', "i"},   {U'ゑ', "e"},   {U'を', "o"},  {U'ゔ', "vɯ"}, {U'ゕ', "ka"},  {U'ゖ', "ke"},
    {U'ヷ', "va"},  {U'ヸ', "vʲi"}, {U'ヹ', "ve"},  {U'ヺ', "vo"},
};
constexpr Digraph kDigraphs[] = {
    {U"いぇ", "je"},  {U"うぃ", "βi"},  {U"うぇ", "βe"},  {U"うぉ", "βo"},  {U"きぇ", "kʲe"}, {U"きゃ", "kʲa"},
    {U"きゅ", "kʲɨ"}, {U"きょ", "kʲo"}, {U"ぎゃ", "ɡʲa"}, {U"ぎゅ", "ɡʲɨ"}, {U"ぎょ", "ɡʲo"}, {U"くぁ", "kᵝa"},
    {U"くぃ", "kᵝi"}, {U"くぇ", "kᵝe"}, {U"くぉ", "kᵝo"}, {U"ぐぁ", "ɡᵝa"}, {U"ぐぃ", "ɡᵝi"}, {U"ぐぇ", "ɡᵝe"},
    {U"ぐぉ", "ɡᵝo"}, {U"しぇ", "ɕe"},  {U"しゃ", "ɕa"},  {U"しゅ", "ɕɨ"},  {U"しょ", "ɕo"},  {U"じぇ", "ʥe"},
    {U"じゃ", "ʥa"},  {U"じゅ", "ʥɨ"},  {U"じょ", "ʥo"},  {U"ちぇ", "ʨe"},  {U"ちゃ", "ʨa"},  {U"ちゅ", "ʨɨ"},
    {U"ちょ", "ʨo"},  {U"ぢゃ", "ʥa"},  {U"ぢゅ", "ʥɨ"},  {U"ぢょ", "ʥo"},  {U"つぁ", "ʦa"},  {U"つぃ", "ʦʲi"},
    {U"つぇ", "ʦe"},  {U"つぉ", "ʦo"},  {U"てぃ", "tʲi"}, {U"てゅ", "tʲɨ"}, {U"でぃ", "dʲi"}, {U"でゅ", "dʲɨ"},
    {U"とぅ", "tɯ"},  {U"どぅ", "dɯ"},  {U"にぇ", "ɲe"},  {U"にゃ", "ɲa"},  {U"にゅ", "ɲɨ"},  {U"にょ", "ɲo"},
    {U"ひぇ", "çe"},  {U"ひゃ", "ça"},  {U"ひゅ", "çɨ"},  {U"ひょ", "ço"},  {U"びゃ", "bʲa"}, {U"びゅ", "bʲɨ"},
    {U"びょ", "bʲo"}, {U"ぴゃ", "pʲa"}, {U"ぴゅ", "pʲɨ"}, {U"ぴょ", "pʲo"}, {U"ふぁ", "ɸa"},  {U"ふぃ", "ɸʲi"},
    {U"ふぇ", "ɸe"},  {U"ふぉ", "ɸo"},  {U"ふゅ", "ɸʲɨ"}, {U"ふょ", "ɸʲo"}, {U"みゃ", "mʲa"}, {U"みゅ", "mʲɨ"},
    {U"みょ", "mʲo"}, {U"りゃ", "ɾʲa"}, {U"りゅ", "ɾʲɨ"}, {U"りょ", "ɾʲo"}, {U"ゔぁ", "va"},  {U"ゔぃ", "vʲi"},
    {U"ゔぇ", "ve"},  {U"ゔぉ", "vo"},  {U"ゔゅ", "bʲɨ"}, {U"ゔょ", "bʲo"},
};

/// Empty for what is no kana with a sound of its own.
std::string_view single(char32_t c) {
  const auto* found = std::lower_bound(std::begin(kKana), std::end(kKana), c,
                                       [](const Kana& row, char32_t value) { return row.kana < value; });
  return found != std::end(kKana) && found->kana == c ? found->phonemes : std::string_view();
}

std::string_view digraph(char32_t first, char32_t second) {
  const char32_t pair[] = {first, second};
  const std::u32string_view key(pair, 2);
  const auto* found = std::lower_bound(std::begin(kDigraphs), std::end(kDigraphs), key,
                                       [](const Digraph& row, std::u32string_view value) { return row.kana < value; });
  return found != std::end(kDigraphs) && found->kana == key ? found->phonemes : std::string_view();
}

bool is_small(char32_t c) { return std::u32string_view(U"ゃゅょぁぃぅぇぉ").find(c) != std::u32string_view::npos; }

/// か → が; 0 for kana without a voiced form.
char32_t voiced(char32_t c) {
  constexpr std::u32string_view kPlain = U"かきくけこさしすせそたちつてとはひふへほ";
  constexpr std::u32string_view kVoiced = U"がぎぐげござじずぜぞだぢづでどばびぶべぼ";
  const std::size_t at = kPlain.find(c);
  return at == std::u32string_view::npos ? U'\0' : kVoiced[at];
}

/// ん before `next`.
std::string_view nasal(char32_t next) {
  const std::string_view sound = single(next);
  const auto begins = [&](std::initializer_list<std::string_view> starts) {
    return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return sound.starts_with(start); });
  };
  if (begins({"m", "p", "b"})) return "m";
  if (begins({"k", "ɡ"})) return "ŋ";
  if (begins({"ɲ", "ʨ", "ʥ"})) return "ɲ";
  if (begins({"n", "t", "d", "ɾ", "z"})) return "n";
  return "ɴ";
}

/// The last character of the phonemes, a vowel in one to two bytes, taken off.
std::string_view without_vowel(std::string_view phonemes) {
  std::size_t end = phonemes.size();
  while (end > 0 && (static_cast<unsigned char>(phonemes[--end]) & 0xC0U) == 0x80U) {
  }
  return phonemes.substr(0, end);
}

std::string phonemes_at(std::u32string_view text, std::size_t i) {
  const char32_t c = text[i];
  const char32_t before = i > 0 ? text[i - 1] : U'\0';
  const char32_t next = i + 1 < text.size() ? text[i + 1] : U'\0';
  // Iteration marks, which a dictionary's readings do not hold.
  if (c == U'ゝ' || c == U'ヽ') return std::string(single(before));
  if (c == U'ゞ' || c == U'ヾ') return std::string(single(voiced(before)));
  if (const auto pair = digraph(before, c); !pair.empty()) return std::string(pair);
  if (!digraph(c, next).empty()) return {};
  if (is_small(next)) {
    return c == U'っ' || single(c).empty() ? "" : std::string(without_vowel(single(c))).append(single(next));
  }
  if (is_small(c) && (i > 0 && !single(before).empty())) return {};
  if (c == U'ー') return "ː";
  if (c == U'っ') return "ʔ";
  if (c == U'ん') return std::string(nasal(next));
  return std::string(single(c));
}

}  // namespace

std::u32string to_hiragana(std::u32string_view text) {
  std::u32string out(text);
  for (char32_t& c : out) {
    if (c >= U'ァ' && c <= U'ヶ') c -= U'ァ' - U'ぁ';
  }
  return out;
}

std::string kana_phonemes(std::u32string_view hiragana) {
  std::string out;
  for (std::size_t i = 0; i < hiragana.size(); ++i) out += phonemes_at(hiragana, i);
  return out;
}

}  // namespace kokoro::text
