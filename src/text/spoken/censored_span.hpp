#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::text {

/// A word with asterisks for letters: "f**k", "sh*t". The end is 0 when there is none.
struct CensoredSpan {
  std::size_t end = 0;
};

/// Such a word that begins at `at`: up to three letters, asterisks, up to four letters (some, unless there are three
/// asterisks or more), four characters at least, and no other asterisk against it.
CensoredSpan censored_span_at(std::string_view text, std::size_t at);

/// Whether the asterisks at `star` are those of such a word, and no emphasis.
bool is_censoring(std::string_view text, std::size_t star);

}  // namespace kokoro::text
