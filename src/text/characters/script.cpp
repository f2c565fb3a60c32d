#include "text/characters/script.hpp"

#include <algorithm>
#include <iterator>

namespace kokoro::text {
namespace {

struct Range {
  char32_t first;
  char32_t last;
  Script script;
};

constexpr Range kRanges[] = {
    {0x41, 0x5A, Script::latin},        {0x61, 0x7A, Script::latin},        {0xAA, 0xAA, Script::latin},
    {0xBA, 0xBA, Script::latin},        {0xC0, 0xD6, Script::latin},        {0xD8, 0xF6, Script::latin},
    {0xF8, 0x2AF, Script::latin},       {0x370, 0x3FF, Script::greek},      {0x400, 0x52F, Script::cyrillic},
    {0x531, 0x587, Script::armenian},   {0x591, 0x5F2, Script::hebrew},     {0x610, 0x6FF, Script::arabic},
    {0x750, 0x77F, Script::arabic},     {0x900, 0x97F, Script::devanagari}, {0x980, 0x9FF, Script::bengali},
    {0xA01, 0xA76, Script::gurmukhi},   {0xA81, 0xAFF, Script::gujarati},   {0xB01, 0xB77, Script::oriya},
    {0xB82, 0xBFA, Script::tamil},      {0xC00, 0xC7F, Script::telugu},     {0xC80, 0xCF3, Script::kannada},
    {0xD00, 0xD7F, Script::malayalam},  {0xD81, 0xDF4, Script::sinhala},    {0xE01, 0xE5B, Script::thai},
    {0x1000, 0x109F, Script::myanmar},  {0x10A0, 0x10FF, Script::georgian}, {0x1100, 0x11FF, Script::hangul},
    {0x1200, 0x139F, Script::ethiopic}, {0x13A0, 0x13FF, Script::cherokee}, {0x1E00, 0x1EFF, Script::latin},
    {0x1F00, 0x1FFF, Script::greek},    {0x2D80, 0x2DDF, Script::ethiopic}, {0x3005, 0x3007, Script::han},
    {0x3041, 0x30FA, Script::kana},     {0x30FC, 0x30FF, Script::kana},     {0x3131, 0x318E, Script::hangul},
    {0x31F0, 0x31FF, Script::kana},     {0x3400, 0x4DBF, Script::han},      {0x4E00, 0x9FFF, Script::han},
    {0xA720, 0xA7FF, Script::latin},    {0xAA60, 0xAA7F, Script::myanmar},  {0xAB70, 0xABBF, Script::cherokee},
    {0xAC00, 0xD7A3, Script::hangul},   {0xF900, 0xFAFF, Script::han},      {0x20000, 0x3134F, Script::han},
};

struct LanguageScript {
  std::string_view primary;  ///< primary subtag
  VoiceScripts scripts;
};

/// Languages that are not written in Latin letters alone.
constexpr LanguageScript kLanguages[] = {
    {"am", {Script::ethiopic}},
    {"ar", {Script::arabic}},
    {"as", {Script::bengali}},
    {"ba", {Script::cyrillic}},
    {"be", {Script::cyrillic}},
    {"bg", {Script::cyrillic}},
    {"bn", {Script::bengali}},
    {"bpy", {Script::bengali}},
    {"chr", {Script::cherokee}},
    {"cv", {Script::cyrillic}},
    {"el", {Script::greek}},
    {"fa", {Script::arabic}},
    {"grc", {Script::greek}},
    {"gu", {Script::gujarati}},
    {"he", {Script::hebrew}},
    // Hindi text is full of Latin words; misaki leaves them to espeak-ng's own switch to English.
    {"hi", {Script::devanagari, Script::latin}},
    {"hy", {Script::armenian}},
    {"hyw", {Script::armenian}},
    {"ja", {Script::kana}},
    {"ka", {Script::georgian}},
    {"kk", {Script::cyrillic}},
    {"kn", {Script::kannada}},
    {"ko", {Script::hangul}},
    {"kok", {Script::devanagari}},
    {"ky", {Script::cyrillic}},
    {"mk", {Script::cyrillic}},
    {"ml", {Script::malayalam}},
    {"mr", {Script::devanagari}},
    {"my", {Script::myanmar}},
    {"ne", {Script::devanagari}},
    {"nog", {Script::cyrillic}},
    {"or", {Script::oriya}},
    {"pa", {Script::gurmukhi}},
    {"ru", {Script::cyrillic}},
    {"sd", {Script::arabic}},
    {"shn", {Script::myanmar}},
    {"si", {Script::sinhala}},
    {"sr", {Script::latin, Script::cyrillic}},
    {"ta", {Script::tamil}},
    {"te", {Script::telugu}},
    {"th", {Script::thai}},
    {"tt", {Script::cyrillic}},
    {"ug", {Script::arabic}},
    {"uk", {Script::cyrillic}},
    {"ur", {Script::arabic}},
    {"yue", {Script::han}},
};

}  // namespace

Script script_of(char32_t c) {
  const auto* range = std::upper_bound(std::begin(kRanges), std::end(kRanges), c,
                                       [](char32_t value, const Range& r) { return value < r.first; });
  if (range == std::begin(kRanges)) return Script::other;
  --range;
  return c <= range->last ? range->script : Script::other;
}

VoiceScripts scripts_of_language(std::string_view tag) {
  if (tag.find("-latn") != std::string_view::npos) return {};
  const std::string_view primary = tag.substr(0, tag.find('-'));
  for (const LanguageScript& language : kLanguages) {
    if (language.primary == primary) return language.scripts;
  }
  return {};
}

std::string_view espeak_voice_for_script(Script script) {
  switch (script) {
    case Script::latin:
      return "gmw/en-US";
    case Script::greek:
      return "grk/el";
    case Script::cyrillic:
      return "zle/ru";
    case Script::armenian:
      return "ine/hy";
    case Script::hebrew:
      return "sem/he";
    case Script::arabic:
      return "sem/ar";
    case Script::devanagari:
      return "inc/hi";
    case Script::bengali:
      return "inc/bn";
    case Script::gurmukhi:
      return "inc/pa";
    case Script::gujarati:
      return "inc/gu";
    case Script::oriya:
      return "inc/or";
    case Script::tamil:
      return "dra/ta";
    case Script::telugu:
      return "dra/te";
    case Script::kannada:
      return "dra/kn";
    case Script::malayalam:
      return "dra/ml";
    case Script::sinhala:
      return "inc/si";
    case Script::thai:
      return "tai/th";
    case Script::myanmar:
      return "sit/my";
    case Script::georgian:
      return "ccs/ka";
    case Script::hangul:
      return "ko";
    case Script::ethiopic:
      return "sem/am";
    case Script::cherokee:
      return "iro/chr";
    case Script::kana:
    case Script::han:
    case Script::other:
      return {};
  }
  return {};
}

}  // namespace kokoro::text
