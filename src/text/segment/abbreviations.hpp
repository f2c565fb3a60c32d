#pragma once

#include <string_view>

namespace kokoro::text {

/// Whether `word` (without its dot) is usually written with a dot that does not end the sentence.
/// `before_number`: it is one only before a number, as "No. 5" is.
bool is_abbreviation(std::u32string_view word, bool english, bool before_number);

/// What an English abbreviation stands for; empty for others.
std::string_view expand_english_abbreviation(std::u32string_view word);

}  // namespace kokoro::text
