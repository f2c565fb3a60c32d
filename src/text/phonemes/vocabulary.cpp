#include "text/phonemes/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/utf8.hpp"

namespace kokoro::text {
namespace {

struct Row {
  char32_t symbol;
  std::int32_t id;
};

/// config.json of hexgrad/Kokoro-82M. Rows of the embedding that are not listed have no symbol.
constexpr Row kV10[] = {
    {U';', 1},   {U':', 2},   {U',', 3},   {U'.', 4},   {U'!', 5},       {U'?', 6},   {U'—', 9},       {U'…', 10},
    {U'"', 11},  {U'(', 12},  {U')', 13},  {U'“', 14},  {U'”', 15},      {U' ', 16},  {U'\u0303', 17}, {U'ʣ', 18},
    {U'ʥ', 19},  {U'ʦ', 20},  {U'ʨ', 21},  {U'ᵝ', 22},  {U'\uAB67', 23}, {U'A', 24},  {U'I', 25},      {U'O', 31},
    {U'Q', 33},  {U'S', 35},  {U'T', 36},  {U'W', 39},  {U'Y', 41},      {U'ᵊ', 42},  {U'a', 43},      {U'b', 44},
    {U'c', 45},  {U'd', 46},  {U'e', 47},  {U'f', 48},  {U'h', 50},      {U'i', 51},  {U'j', 52},      {U'k', 53},
    {U'l', 54},  {U'm', 55},  {U'n', 56},  {U'o', 57},  {U'p', 58},      {U'q', 59},  {U'r', 60},      {U's', 61},
    {U't', 62},  {U'u', 63},  {U'v', 64},  {U'w', 65},  {U'x', 66},      {U'y', 67},  {U'z', 68},      {U'ɑ', 69},
    {U'ɐ', 70},  {U'ɒ', 71},  {U'æ', 72},  {U'β', 75},  {U'ɔ', 76},      {U'ɕ', 77},  {U'ç', 78},      {U'ɖ', 80},
    {U'ð', 81},  {U'ʤ', 82},  {U'ə', 83},  {U'ɚ', 85},  {U'ɛ', 86},      {U'ɜ', 87},  {U'ɟ', 90},      {U'ɡ', 92},
    {U'ɥ', 99},  {U'ɨ', 101}, {U'ɪ', 102}, {U'ʝ', 103}, {U'ɯ', 110},     {U'ɰ', 111}, {U'ŋ', 112},     {U'ɳ', 113},
    {U'ɲ', 114}, {U'ɴ', 115}, {U'ø', 116}, {U'ɸ', 118}, {U'θ', 119},     {U'œ', 120}, {U'ɹ', 123},     {U'ɾ', 125},
    {U'ɻ', 126}, {U'ʁ', 128}, {U'ɽ', 129}, {U'ʂ', 130}, {U'ʃ', 131},     {U'ʈ', 132}, {U'ʧ', 133},     {U'ʊ', 135},
    {U'ʋ', 136}, {U'ʌ', 138}, {U'ɣ', 139}, {U'ɤ', 140}, {U'χ', 142},     {U'ʎ', 143}, {U'ʒ', 147},     {U'ʔ', 148},
    {U'ˈ', 156}, {U'ˌ', 157}, {U'ː', 158}, {U'ʰ', 162}, {U'ʲ', 164},     {U'↓', 169}, {U'→', 171},     {U'↗', 172},
    {U'↘', 173}, {U'ᵻ', 177}};

/// Symbols in the order of their ids, from id 0 on, as hexgrad's kokoro.py (v0.19) builds them.
constexpr std::u32string_view kV019 =
    U"$;:,.!?¡¿—…\"«»“” ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    U"ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃ"
    U"ˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'\u0329'ᵻ";

constexpr std::u32string_view kPunctuation = U" $;:,.!?¡¿—…\"«»“”()'";
constexpr std::u32string_view kStressLengthTone = U"ˈˌːˑ↓↑→↗↘";

bool is_any(char32_t c, std::u32string_view symbols) { return symbols.find(c) != std::u32string_view::npos; }

std::map<char32_t, std::int32_t> make_v10() {
  std::map<char32_t, std::int32_t> table;
  for (const Row& row : kV10) table.emplace(row.symbol, row.id);
  return table;
}

std::map<char32_t, std::int32_t> make_v019() {
  std::map<char32_t, std::int32_t> table;
  std::int32_t id = 0;
  for (const char32_t symbol : kV019) table[symbol] = id++;
  return table;
}

}  // namespace

const std::map<char32_t, std::int32_t>& vocabulary(ModelVersion version) {
  static const std::map<char32_t, std::int32_t> v10 = make_v10();
  static const std::map<char32_t, std::int32_t> v019 = make_v019();
  return version == ModelVersion::v0_19 ? v019 : v10;
}

std::vector<std::int32_t> token_ids(std::string_view phonemes, const std::map<char32_t, std::int32_t>& table) {
  std::vector<std::int32_t> ids;
  ids.reserve(phonemes.size());
  for (const char32_t c : to_code_points(phonemes)) {
    if (const auto row = table.find(c); row != table.end()) ids.push_back(row->second);
  }
  return ids;
}

std::u32string missing_symbols(std::string_view phonemes, const std::map<char32_t, std::int32_t>& table) {
  std::u32string missing;
  for (const char32_t c : to_code_points(phonemes)) {
    if (!is_any(c, kPunctuation) && !table.contains(c)) missing += c;
  }
  return missing;
}

bool has_sound(std::string_view phonemes, const std::map<char32_t, std::int32_t>& table) {
  const std::u32string symbols = to_code_points(phonemes);
  return std::any_of(symbols.begin(), symbols.end(), [&table](char32_t c) {
    return !is_any(c, kPunctuation) && !is_any(c, kStressLengthTone) && table.contains(c);
  });
}

}  // namespace kokoro::text
