#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kokoro::text {

/// Phonemes of the model for a word written in IPA ("/həˈloʊ/" with or without slashes): diphthongs and affricates
/// become the model's single symbols, ties and syllable dots go, and length marks where the language's training data
/// had none. Phonemes that are the model's already stay as they are.
std::string phonemes_of_ipa(std::string_view ipa, std::string_view language);

/// The first sign of `ipa` that is neither a sound (in_alphabet()) nor one of IPA's marks; nothing when there is none.
std::optional<char32_t> sign_that_is_no_ipa(std::string_view ipa);

/// IPA for X-SAMPA ("h@\"loU"); characters that are none of X-SAMPA's are left out.
std::string ipa_of_xsampa(std::string_view xsampa);

}  // namespace kokoro::text
