#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/characters/script.hpp"

namespace kokoro::text {

inline constexpr std::size_t kEspeakWordBytes = 120;   ///< a longer word goes on as the next word
inline constexpr std::size_t kEspeakCallBytes = 1500;  ///< the most text that one call is given

/// Makes text safe for espeak-ng 1.51, which crashes on valid UTF-8 such as "[-ं": a switch of language in the middle
/// of a clause leaves it without phonemes.
///
/// Keeps letters of `scripts`, digits (others than the script's own become ASCII), combining marks directly after a
/// letter, joiners between letters, ' and - between letters, . between letters or digits, , and : between digits, and
/// single symbols such as % or € beside a digit or alone. Numbers of more than 12 digits are spelled digit by digit.
/// Everything else becomes a space; spaces are never doubled and never lead or trail. A word of more than about
/// kEspeakWordBytes is cut in two by a space. Linear. Any code points are allowed in `text`.
std::string sanitise(std::u32string_view text, VoiceScripts scripts);

}  // namespace kokoro::text
