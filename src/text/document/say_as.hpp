#pragma once

#include <string>
#include <string_view>

namespace kokoro::text {

/// Text of SSML's say-as as the normaliser of `language` reads it rightly. `kind`: cardinal, ordinal, characters,
/// spell-out, verbatim, digits, date (`format` such as "mdy"), time, telephone, fraction, unit, currency; other kinds
/// give the text as it is.
std::string say_as(std::string_view text, std::string_view kind, std::string_view format, std::string_view language);

}  // namespace kokoro::text
