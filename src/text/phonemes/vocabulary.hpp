#pragma once

#include <cstdint>
#include <kokoro/version.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text {

/// The published symbol tables, phoneme code point to embedding row. v0.19 repeats the apostrophe: the later id wins.
const std::map<char32_t, std::int32_t>& vocabulary(ModelVersion version);

/// Ids of a phoneme string; characters outside the table have none and are left out. No edge zeros.
std::vector<std::int32_t> token_ids(std::string_view phonemes, const std::map<char32_t, std::int32_t>& table);

/// The characters of a phoneme string that the table lacks, in their order and as often as they are there.
/// Punctuation, such as the Spanish ¿, is not missed; marks of tone are.
std::u32string missing_symbols(std::string_view phonemes, const std::map<char32_t, std::int32_t>& table);

/// Whether a phoneme string has a symbol of the table that sounds: not only spaces, punctuation and marks of stress,
/// length and tone.
bool has_sound(std::string_view phonemes, const std::map<char32_t, std::int32_t>& table);

}  // namespace kokoro::text
