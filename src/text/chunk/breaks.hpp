#pragma once

#include <cstddef>
#include <vector>

#include "text/chunk/chunker.hpp"
#include "text/phonemes/phoneme_token.hpp"

namespace kokoro::text {

/// How good a place between two tokens is for ending a chunk; the last is the best.
enum class Break { forbidden, word, comma, clause, sentence };

/// What a chunk that ends at such a place costs; chunker.cpp weighs it against the chunk's length.
double penalty(Break kind);

/// The break between token `i` and the next one of its paragraph. None inside what was written as one thing: words of a
/// number or an address, a number and its unit, marks and what they cling to.
Break break_after(const std::vector<PhonemeToken>& tokens, std::size_t i);

/// What the marks at the end of tokens [0, last] ask for, closing quotes and brackets passed over.
Boundary boundary_after(const std::vector<PhonemeToken>& tokens, std::size_t last);

/// The mark that opened the quotation behind `token`, 0: there is none; `open` is that before it.
char32_t quote_after(char32_t open, const PhonemeToken& token);

}  // namespace kokoro::text
