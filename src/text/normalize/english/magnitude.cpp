#include "text/normalize/english/magnitude.hpp"

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"

namespace kokoro::text::english_normalization {
namespace {

struct Entry {
  std::string_view written, spoken;
  bool money_only = false;
};
constexpr Entry kGlued[] = {
    {"k", "thousand"},      {"K", "thousand"},       {"m", "million", true},  {"M", "million"},
    {"mn", "million"},      {"mm", "million", true}, {"MM", "million", true}, {"mil", "million", true},
    {"b", "billion", true}, {"B", "billion"},        {"bn", "billion"},       {"Bn", "billion"},
    {"T", "trillion"},      {"t", "trillion", true}, {"tn", "trillion"},      {"trn", "trillion"}};
constexpr std::string_view kWords[] = {"thousand", "million", "billion", "trillion", "quadrillion"};

}  // namespace

std::optional<Magnitude> magnitude_at(std::string_view text, std::size_t at, bool money) {
  for (const Entry& entry : kGlued) {
    if (!has_at(text, at, entry.written) || word_char_at(text, at + entry.written.size())) continue;
    if (!entry.money_only || money) return Magnitude{at + entry.written.size(), entry.spoken};
  }
  const bool hyphen = byte_at(text, at) == '-';
  const std::size_t next = hyphen ? at + 1 : skip_blanks(text, at);
  if (next == at) return std::nullopt;
  for (const std::string_view word : kWords) {
    if (!has_at(text, next, word) && ascii_lower(text.substr(next, word.size())) != word) continue;
    if (!word_char_at(text, next + word.size())) return Magnitude{next + word.size(), word};
  }
  if (money) {
    for (const std::string_view word : {"bn", "mn", "tn"}) {
      if (!has_at(text, next, word) || word_char_at(text, next + 2)) continue;
      return Magnitude{next + 2, word == "bn" ? "billion" : word == "mn" ? "million" : "trillion"};
    }
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english_normalization
