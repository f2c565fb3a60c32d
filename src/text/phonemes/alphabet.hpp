#pragma once

#include <kokoro/version.hpp>
#include <string>
#include <string_view>

namespace kokoro::text {

/// Rewrites `phonemes` in the symbols of the version's model. A sound without a symbol of its own becomes the nearest
/// one ("ʏ" is said as y). A letter with accents keeps the accents that the model knows. v0.19 spells affricates out.
/// Signs that resemble no sound, and diacritics that the model does not know, are left out.
std::string in_alphabet(std::string_view phonemes, ModelVersion version);

}  // namespace kokoro::text
