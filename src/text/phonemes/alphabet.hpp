#pragma once

#include <kokoro/version.hpp>
#include <string>
#include <string_view>

namespace kokoro::text {

/// Phonemes in the symbols of the version's model: for a sound that it has no symbol for the nearest one ("ʏ" is said
/// as y), for a letter with accents the letter and those accents that there are. v0.19 spells affricates out. What
/// resembles nothing, and diacritics that are not there, are left out.
std::string in_alphabet(std::string_view phonemes, ModelVersion version);

}  // namespace kokoro::text
