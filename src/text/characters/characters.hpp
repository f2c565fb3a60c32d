#pragma once

#include <string_view>

namespace kokoro::text {

bool is_ascii_letter(char32_t c);
bool is_digit(char32_t c);   ///< decimal digit of any script
bool is_letter(char32_t c);  ///< category L
/// Combining mark, joiner or variation: it belongs to the character before it.
bool is_joining(char32_t c);
bool is_upper(char32_t c);  ///< category Lu or Lt
bool is_newline(char32_t c);
bool is_space(char32_t c);  ///< not a newline; control characters and zero-width spaces count as spaces
/// Letters, numbers, and the symbols that have a name in speech: a word has at least one of them.
bool is_speakable(char32_t c);

/// The punctuation that the phonemes keep, written in one way: "，" gives ",", "„" gives "“". One of
/// ; : , . ! ? ¡ ¿ — … " « » “ ” ( ) { } [ ] । ; 0 for other characters.
char32_t canonical_mark(char32_t c);

/// A mark that ends a sentence.
bool ends_sentence(char32_t mark);
/// A mark that belongs to what stands before it: a closing bracket or quote.
bool closes(char32_t mark);
/// A mark that belongs to what follows it.
bool opens(char32_t mark);

}  // namespace kokoro::text
