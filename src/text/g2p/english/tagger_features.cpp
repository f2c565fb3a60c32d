#include "text/g2p/english/tagger_features.hpp"

#include <algorithm>

#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::uint32_t kSeed = 2166136261U;
/// Longer words are known by their beginning and end.
constexpr std::size_t kMostLetters = 40;

std::uint32_t combined(std::uint32_t hash, std::uint32_t value) {
  hash = (hash ^ value) * 0x9E3779B1U;
  return hash ^ (hash >> 15);
}

std::uint32_t hash_of(std::u32string_view text, std::uint32_t seed) {
  std::uint32_t hash = kSeed ^ seed;
  for (const char32_t c : text) hash = combined(hash, static_cast<std::uint32_t>(c));
  return combined(hash, static_cast<std::uint32_t>(text.size()));
}

char32_t straight(char32_t c) {
  if (c == U'‘' || c == U'’') return U'\'';
  return c == U'“' || c == U'”' ? U'"' : to_lower(c);
}

std::uint32_t norm_of(std::u32string_view word, std::u32string_view lowered) {
  bool digits = false;
  bool only = true;
  for (const char32_t c : word) {
    digits = digits || is_decimal(c);
    only = only && (is_decimal(c) || c == U',' || c == U'.');
  }
  if (digits && only) return hash_of(word.size() == 4 ? U"!YEAR" : U"!NUM", 1);
  if (digits && is_decimal(word.front())) return hash_of(U"!DIGX", 1);
  return hash_of(lowered, 1);
}

std::uint32_t shape_of(std::u32string_view word) {
  std::uint32_t hash = kSeed;
  char32_t last = 0;
  for (const char32_t c : word) {
    char32_t kind = c;
    if (is_decimal(c)) {
      kind = U'd';
    } else if (is_alpha(c)) {
      kind = c != to_lower(c) ? U'X' : U'x';
    } else if (c >= 0x80) {
      kind = U'u';
    }
    if (kind != last) hash = combined(hash, static_cast<std::uint32_t>(kind));
    last = kind;
  }
  return hash;
}

}  // namespace

WordTraits word_traits(std::u32string_view word) {
  WordTraits traits;
  if (word.empty()) return traits;
  std::u32string lowered(word.size() <= kMostLetters ? word : word.substr(word.size() - kMostLetters));
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), straight);
  const std::u32string_view view = lowered;
  traits.norm = norm_of(word.substr(0, std::min(word.size(), 4 * kMostLetters)), view);
  traits.shape = shape_of(word);
  for (std::size_t k = 0; k < traits.suffix.size(); ++k) {
    traits.suffix[k] = hash_of(view.substr(view.size() - std::min(view.size(), k + 1)), 2);
  }
  traits.prefix1 = hash_of(view.substr(0, 1), 3);
  traits.prefix3 = hash_of(view.substr(0, 3), 3);
  traits.capital = is_upper_letter(word.front()) ? 1 : 0;
  return traits;
}

WordTraits edge_traits(int distance) {
  WordTraits traits;
  const auto place = static_cast<std::uint32_t>(distance + 8);
  traits.norm = combined(kSeed, place);
  traits.shape = combined(traits.norm, 1);
  traits.suffix.fill(combined(traits.norm, 2));
  traits.tags_seen = combined(traits.norm, 3);
  return traits;
}

FeatureHashes word_features(std::span<const WordTraits> sentence, std::size_t at, std::uint8_t tag1,
                            std::uint8_t tag2) {
  const WordTraits& word = sentence[at];
  const WordTraits& last = sentence[at - 1];
  const WordTraits& last2 = sentence[at - 2];
  const WordTraits& next = sentence[at + 1];
  const WordTraits& next2 = sentence[at + 2];
  const bool first = at == kTraitPadding;
  FeatureHashes out{};
  std::size_t count = 0;
  const auto add = [&](std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0) {
    const auto kind = static_cast<std::uint32_t>(count + 1);
    out[count++] = combined(combined(combined(combined(kSeed, kind), a), b), c);
  };
  add(0);
  add(word.norm);
  for (const std::uint32_t suffix : word.suffix) add(suffix);
  add(word.prefix1);
  add(word.prefix3);
  add(word.shape);
  add(word.capital * 2 + (first ? 1 : 0));
  add(tag1);
  add(tag2, tag1);
  add(tag1, word.norm);
  add(last.norm);
  add(last2.norm);
  add(next.norm);
  add(next2.norm);
  add(next.suffix[2]);
  add(last.suffix[2]);
  add(word.tags_seen);
  add(next.tags_seen);
  add(word.tags_seen, next.tags_seen);
  add(tag1, word.tags_seen);
  add(tag1, word.tags_seen, next.tags_seen);
  add(tag2, tag1, word.tags_seen);
  add(next.tags_seen, next2.tags_seen);
  add(word.norm, next.norm);
  add(last.norm, word.norm);
  add(next.shape);
  add(tag1, word.shape);
  add(last.norm, next.norm);
  add(word.norm, next.tags_seen);
  add(last2.norm, last.norm);
  add(tag2, tag1, word.norm);
  add(word.norm, next2.norm);
  add(tag1, next.norm);
  return out;
}

}  // namespace kokoro::text::english
