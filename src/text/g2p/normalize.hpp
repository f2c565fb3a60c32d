#pragma once

#include <string_view>

#include <kokoro/reading.hpp>
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// The text as it is to be read in a language ("en-us", "en-gb", "es", "fr-fr", "hi", "it", "pt-br", …), with the way
/// back to the bytes of `text`. English is spelled out in words; other languages have the signs, units, dates, times
/// and abbreviations rewritten that espeak-ng reads badly, in its own number words. A "\n" that is left is the end of a
/// paragraph. Nothing that is spoken is lost or added but by the rules; speech markup such as "[word](/ipa/)" stays.
/// Any bytes are allowed in `text`. Linear. Stateless: any thread may call it.
SpokenText normalize(std::string_view text, const NormalizationOptions& options, std::string_view language);

}  // namespace kokoro::text
