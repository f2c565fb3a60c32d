#include "text/normalize/v0_19/english.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/normalize/v0_19/numbers.hpp"
#include "text/segment/abbreviations.hpp"

namespace kokoro::text {
namespace {

struct Name {
  char32_t symbol;
  std::string_view name;
};
constexpr Name kSymbols[] = {
    {U'&', "and"},
    {U'@', "at"},
    {U'+', "plus"},
    {U'=', "equals"},
    {U'%', "percent"},
    {U'$', "dollar"},
    {U'£', "pound"},
    {U'€', "euro"},
    {U'¥', "yen"},
    {U'₹', "rupee"},
    {U'°', "degrees"},
    {U'×', "times"},
    {U'÷', "divided by"},
    {U'§', "section"},
    {U'½', "one half"},
    {U'¼', "one quarter"},
    {U'¾', "three quarters"},
    {U'⅓', "one third"},
    {U'⅔', "two thirds"},
    {U'²', "squared"},
    {U'³', "cubed"},
    {U'º', "degrees"},
    {U'−', "minus"},
    {U'¹', "one"},
};
constexpr Name kAddress[] = {
    {U'.', "dot"},           {U'/', "slash"},  {U'@', "at"},    {U'-', "dash"}, {U'_', "underscore"},
    {U'?', "question mark"}, {U'=', "equals"}, {U'&', "and"},   {U'#', "hash"}, {U'%', "percent"},
    {U':', "colon"},         {U'+', "plus"},   {U'~', "tilde"},
};

/// Replaces symbols by their names, with spaces around them.
template <std::size_t N>
std::string with_names(std::string_view word, const Name (&names)[N]) {
  std::string out;
  for (const char32_t c : to_code_points(word)) {
    const auto* name = std::find_if(std::begin(names), std::end(names), [c](const Name& n) { return n.symbol == c; });
    if (name == std::end(names)) {
      append_utf8(out, c);
    } else {
      if (!out.empty() && out.back() != ' ') out += ' ';
      out.append(name->name).append(" ");
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string say_address(std::string_view word) {
  for (const std::string_view scheme : {std::string_view("https://"), std::string_view("http://")}) {
    if (word.starts_with(scheme)) word.remove_prefix(scheme.size());
  }
  while (word.ends_with('/')) word.remove_suffix(1);
  if (word.starts_with("www.")) return "w w w dot " + with_names(word.substr(4), kAddress);
  return with_names(word, kAddress);
}

bool is_multiplier(std::string_view word) {
  const std::string key = ascii_lower(word);
  return key == "hundred" || key == "thousand" || key == "million" || key == "billion" || key == "trillion";
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "Ph.D." → "P.h.D": espeak-ng spells letters that have dots between them.
std::string spell_dotted(std::string_view word) {
  std::u32string letters;
  for (const char32_t c : to_code_points(word)) {
    if (c == U'.') continue;
    if (!letters.empty()) letters += U'.';
    letters += c;
  }
  return to_utf8(letters);
}

std::string say_number_word(std::string_view word, std::string_view next_word, std::string& trailing) {
  if (auto out = say_money(word, is_multiplier(next_word), trailing)) return *out;
  if (auto out = say_time(word)) return *out;
  if (auto out = say_year(word)) return *out;
  if (auto out = say_range(word)) return *out;
  if (auto out = say_fraction(word)) return *out;
  if (auto out = say_groups(word)) return *out;
  if (auto out = say_measure(word)) return *out;
  if (auto out = say_number(word)) return *out;
  std::string plain;
  for (const char c : word) {
    if (c == ',') continue;
    plain += c == '/' || c == ':' ? ' ' : c;
  }
  return plain;
}

/// How v0.19's text was made ready for espeak-ng, beyond numbers: "yeah", and an s after a capital consonant, which
/// is a plural or a possessive ("CDs", "NASA's" stays).
std::string v019_spelling(std::string word) {
  const auto lower_at = [&](std::size_t i) { return ascii_lower(word[i]); };
  if ((word.size() == 3 || word.size() == 4) && lower_at(0) == 'y' && lower_at(1) == 'e' && lower_at(2) == 'a' &&
      (word.size() == 3 || lower_at(3) == 'h')) {
    return std::string(1, word[0]) + "e'a";
  }
  if (word.size() < 2 || word.back() != 's') return word;
  const bool apostrophe = word.size() >= 3 && word[word.size() - 2] == '\'';
  const char before = word[word.size() - (apostrophe ? 3 : 2)];
  constexpr std::string_view kConsonants = "BCDFGHJKLMNPQRSTVWXYZ";
  if (kConsonants.find(before) == std::string_view::npos) return word;
  word.erase(word.size() - (apostrophe ? 2 : 1));
  return word + (before == 'X' ? "'s" : "'S");
}

}  // namespace

SpokenWord say_english(std::string_view word, Item::Kind kind, std::string_view next_word) {
  if (kind == Item::Kind::address) return {say_address(word), {}};
  if (kind == Item::Kind::dotted) return {spell_dotted(word), {}};
  if (kind == Item::Kind::abbreviation && word.ends_with('.')) {
    word.remove_suffix(1);
    return {std::string(expand_english_abbreviation(to_code_points(word))), {}};
  }
  std::string text(word);
  for (std::size_t at = text.find("’"); at != std::string::npos; at = text.find("’", at)) text.replace(at, 3, "'");
  SpokenWord out;
  out.spoken = has_digit(text) ? say_number_word(text, next_word, out.trailing) : text;
  out.spoken = with_names(v019_spelling(std::move(out.spoken)), kSymbols);
  return out;
}

}  // namespace kokoro::text
