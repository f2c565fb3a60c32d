#pragma once

#include <string_view>

#include <kokoro/reading.hpp>
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// Rewrites, in one pass from left to right, what is not written as it is said in English: numbers, dates, money,
/// units, addresses, abbreviations, symbols and formulas (rules.hpp). Words, marks and speech markup are copied.
/// `text` has no Markdown and no entities any more. Linear.
SpokenText normalize_english(std::string_view text, const NormalizationOptions& options, bool british);

}  // namespace kokoro::text
