#include "text/normalize/english/attributive.hpp"

#include <algorithm>
#include <iterator>

#include "text/characters/bytes.hpp"

namespace kokoro::text::english_normalization {
namespace {

/// What goes on after an amount instead of being described by it.
constexpr std::string_view kNoThings[] = {"of",   "in",   "at",   "to",    "for",  "per",   "and",  "or",   "from",
                                          "by",   "with", "is",   "was",   "than", "on",    "as",   "each", "apart",
                                          "away", "more", "less", "every", "that", "which", "when", "off",  "into"};
/// Things that are usually told apart by an amount before them.
constexpr std::string_view kThings[] = {
    "bulb",    "lamp",      "screen",     "monitor",  "display", "laptop",     "camera",     "lens",  "sensor",
    "turn",    "angle",     "rotation",   "battery",  "charger", "adapter",    "engine",     "motor", "ruler",
    "pipe",    "cable",     "drive",      "disk",     "run",     "race",       "walk",       "hike",  "ride",
    "radius",  "limit",     "zone",       "resistor", "speaker", "connection", "bottle",     "tank",  "fence",
    "wall",    "ladder",    "pool",       "bill",     "note",    "coin",       "deal",       "fine",  "loan",
    "house",   "home",      "contract",   "budget",   "ticket",  "fee",        "bonus",      "check", "cheque",
    "prize",   "lawsuit",   "settlement", "industry", "company", "donation",   "investment", "gift",  "grant",
    "project", "valuation", "market"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

}  // namespace

bool describes_next_word(std::string_view text, std::size_t at, std::size_t end) {
  const bool hyphen = byte_at(text, end) == '-';
  const std::size_t next = hyphen ? end + 1 : skip_blanks(text, end);
  constexpr std::size_t kLongestWord = 24;
  const std::size_t letters = count_letters(text, next, kLongestWord);
  if (next == end || letters < 2 || !is_lower_byte(text[next])) return false;
  std::string_view word = text.substr(next, letters);
  const std::string before = word_before(text, at);
  if (before == "a" || before == "an") return !is_one_of(word, kNoThings);
  if (is_one_of(word, kThings)) return true;
  return word.ends_with('s') && is_one_of(word.substr(0, word.size() - 1), kThings);
}

}  // namespace kokoro::text::english_normalization
