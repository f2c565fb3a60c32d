#pragma once

#include <string_view>

#include <kokoro/reading.hpp>
#include "text/normalize/other/language_words.hpp"
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Puts into words, in one pass from left to right, what espeak-ng reads badly around its numbers: dates, times, money,
/// units, ranges, ordinals, abbreviations, addresses and signs. Numbers stay digits, without the marks between their
/// thousands. `words` null: only emoji and ornaments are left out. `text` has no Markdown and no entities. Linear.
SpokenText normalize_other(std::string_view text, const NormalizationOptions& options, const LanguageWords* words);

}  // namespace kokoro::text
