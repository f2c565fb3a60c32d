#include "audio/cue_breaks.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace kokoro::audio {
namespace {

/// In small letters, without the last dot.
constexpr std::array<std::string_view, 83> kAbbreviations = {
    "adm",  "al",   "approx", "art",  "av",   "bd",   "bzw", "c",   "ca",  "capt", "cf",     "ch",   "cmdr", "col",
    "cpl",  "d",    "d.h",    "dott", "dr",   "dra",  "drs", "e.g", "esp", "etc",  "ex",     "fig",  "figs", "fr",
    "ft",   "gen",  "gov",    "hon",  "hr",   "i.e",  "ing", "lt",  "m",   "maj",  "messrs", "mgr",  "mlle", "mm",
    "mme",  "mr",   "mrs",    "ms",   "msgr", "mt",   "no",  "nos", "nr",  "núm",  "p",      "p.ej", "p.ex", "pp",
    "pres", "prof", "profa",  "pvt",  "pág",  "rep",  "rev", "sen", "sgt", "sig",  "sig.ra", "sr",   "sra",  "srta",
    "st",   "sta",  "ste",    "sto",  "str",  "supt", "u.a", "ud",  "uds", "usw",  "v",      "vgl",  "vol"};

std::string_view without(std::string_view word, std::string_view signs) {
  while (!word.empty() && signs.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  return word;
}

bool is_abbreviation(std::string_view word) {
  word = without(word, "\"'([{*_");
  for (const std::string_view quote : {"“", "‘", "«", "¿", "¡"}) {
    if (word.starts_with(quote)) word.remove_prefix(quote.size());
  }
  if (!word.ends_with('.')) return false;
  word.remove_suffix(1);
  std::string small(word);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  // An initial, but "I." ends a sentence.
  if (word.size() == 1 && word.front() >= 'A' && word.front() <= 'Z') return word != "I";
  // "etc." may end a sentence as well; that a cue ends there does no harm.
  return small != "etc" && std::find(kAbbreviations.begin(), kAbbreviations.end(), small) != kAbbreviations.end();
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

bool ends_sentence(std::string_view word) {
  std::string_view shown = word;
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view closer : {"\"", "'", ")", "]", "”", "’", "»", "」", "』", "）"}) {
      if (!shown.ends_with(closer)) continue;
      shown.remove_suffix(closer.size());
      found = true;
    }
  }
  for (const std::string_view mark : {"!", "?", "…", "。", "！", "？", "।"}) {
    if (shown.ends_with(mark)) return true;
  }
  return shown.ends_with('.') && !is_abbreviation(shown);
}

bool ends_paragraph(std::string_view source, std::size_t end, std::size_t begin) {
  if (end > begin || begin > source.size()) return false;
  const std::string_view gap = source.substr(end, begin - end);
  const std::size_t newline = gap.find('\n');
  if (newline == std::string_view::npos) return false;
  const std::size_t next = gap.find_first_not_of(" \t\r", newline + 1);
  if (next != std::string_view::npos && (gap[next] == '\n' || gap[next] == '#')) return true;
  const std::size_t before = source.substr(0, end).rfind('\n');
  return source.substr(before == std::string_view::npos ? 0 : before + 1).starts_with('#');
}

std::string_view dash_between(std::string_view source, std::size_t end, std::size_t begin) {
  if (end > begin || begin > source.size()) return {};
  std::string_view gap = source.substr(end, begin - end);
  if (gap.size() < 3 || !is_blank(gap.front()) || !is_blank(gap.back())) return {};
  while (!gap.empty() && is_blank(gap.front())) gap.remove_prefix(1);
  while (!gap.empty() && is_blank(gap.back())) gap.remove_suffix(1);
  for (const std::string_view dash : {"—", "–", "-", "--", "―", "─", "――", "——"}) {
    // At a line's start it is the sign of a list.
    const bool listed = source.substr(end, begin - end).find('\n') != std::string_view::npos;
    if (gap == dash && !listed) return gap;
  }
  return {};
}

std::string without_markdown(std::string_view marks) {
  std::string out;
  for (const char c : marks) {
    if (c != '*' && c != '`' && c != '_' && c != '~') out += c;
  }
  return out;
}

}  // namespace kokoro::audio
