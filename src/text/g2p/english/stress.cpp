#include "text/g2p/english/stress.hpp"

#include <algorithm>

namespace kokoro::text::english {
namespace {

constexpr std::u32string_view kVowels = U"AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ";
constexpr std::u32string_view kConsonants = U"bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ";
constexpr std::u32string_view kDoubles = U"AIOQWYʤʧ";
constexpr std::u32string_view kPhraseMarks = U";:,.!?—…";

bool has(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

bool has_vowel(std::u32string_view phonemes) { return std::any_of(phonemes.begin(), phonemes.end(), is_vowel); }

/// Sets a mark before the first vowel; none without one.
std::u32string stressed_at_first_vowel(std::u32string phonemes, char32_t mark) {
  const auto vowel = std::find_if(phonemes.begin(), phonemes.end(), is_vowel);
  if (vowel != phonemes.end()) phonemes.insert(vowel, mark);
  return phonemes;
}

}  // namespace

bool is_vowel(char32_t phoneme) { return has(kVowels, phoneme); }
bool is_consonant(char32_t phoneme) { return has(kConsonants, phoneme); }
bool is_phrase_mark(char32_t c) { return has(kPhraseMarks, c); }
bool has_primary(std::u32string_view phonemes) { return has(phonemes, kPrimary); }

std::u32string with_stress(std::u32string phonemes, std::optional<double> stress) {
  if (!stress) return phonemes;
  const double wanted = *stress;
  const bool primary = has(phonemes, kPrimary);
  const bool secondary = has(phonemes, kSecondary);
  const bool weakens = wanted == 0 || wanted == -0.5;
  if (wanted < -1) {
    std::erase(phonemes, kPrimary);
    std::erase(phonemes, kSecondary);
  } else if (wanted == -1 || (weakens && primary)) {
    std::erase(phonemes, kSecondary);
    std::replace(phonemes.begin(), phonemes.end(), kPrimary, kSecondary);
  } else if ((wanted == 0 || wanted == 0.5 || wanted == 1) && !primary && !secondary) {
    if (has_vowel(phonemes)) return stressed_at_first_vowel(std::move(phonemes), kSecondary);
  } else if (wanted >= 1 && !primary && secondary) {
    std::replace(phonemes.begin(), phonemes.end(), kSecondary, kPrimary);
  } else if (wanted > 1 && !primary && !secondary) {
    return stressed_at_first_vowel(std::move(phonemes), kPrimary);
  }
  return phonemes;
}

std::size_t stress_weight(std::u32string_view phonemes) {
  std::size_t weight = 0;
  for (const char32_t c : phonemes) weight += has(kDoubles, c) ? 2 : 1;
  return weight;
}

}  // namespace kokoro::text::english
