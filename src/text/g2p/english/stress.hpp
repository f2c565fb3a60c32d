#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kokoro::text::english {

inline constexpr char32_t kPrimary = U'ˈ';
inline constexpr char32_t kSecondary = U'ˌ';

bool is_vowel(char32_t phoneme);
bool is_consonant(char32_t phoneme);

/// Marks that end or divide a phrase: ; : , . ! ? — …
bool is_phrase_mark(char32_t c);

/// Changes the stress of a pronunciation, as misaki's numbers mean it: below -1 none, -1 secondary, 0 and -0.5
/// primary to secondary (and a secondary one where there is none), 0.5 and 1 at least secondary, 1 secondary to
/// primary, 2 primary. No value: unchanged.
std::u32string with_stress(std::u32string phonemes, std::optional<double> stress);

/// Phonemes, diphthongs and affricates counted twice: how heavy a part of a compound is.
std::size_t stress_weight(std::u32string_view phonemes);

bool has_primary(std::u32string_view phonemes);

}  // namespace kokoro::text::english
