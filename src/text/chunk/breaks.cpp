#include "text/chunk/breaks.hpp"

#include <string_view>

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"

namespace kokoro::text {
namespace {

char32_t mark_of(const PhonemeToken& token) {
  if (token.is_word || token.text.empty()) return 0;
  const char32_t c = to_code_points(token.text).front();
  return c == U'-' ? U'—' : canonical_mark(c);
}

/// What kind of pause the marks at the end of tokens [0, last] ask for, closing quotes and brackets passed over.
Break strength(const std::vector<PhonemeToken>& tokens, std::size_t last) {
  constexpr std::size_t kClosers = 8;
  for (std::size_t back = 0; back < kClosers && back <= last; ++back) {
    const char32_t mark = mark_of(tokens[last - back]);
    if (mark == 0) return Break::word;
    if (ends_sentence(mark)) return Break::sentence;
    if (mark == U';' || mark == U':' || mark == U'—') return Break::clause;
    if (mark == U',') return Break::comma;
    if (!closes(mark) && mark != U'"') return Break::word;
  }
  return Break::word;
}

bool is_number(const PhonemeToken& token) {
  return token.is_word && !token.text.empty() && token.text.back() >= '0' && token.text.back() <= '9';
}

}  // namespace

double penalty(Break kind) {
  switch (kind) {
    case Break::sentence:
      return 0;
    case Break::clause:
      return 60;
    case Break::comma:
      return 90;
    case Break::word:
      return 400;
    case Break::forbidden:
      return 5000;
  }
  return 5000;
}

Break break_after(const std::vector<PhonemeToken>& tokens, std::size_t i) {
  if (i + 1 == tokens.size()) return Break::sentence;
  const PhonemeToken& token = tokens[i];
  const PhonemeToken& after = tokens[i + 1];
  // Words that one thing written is said as: "$5.30".
  if (token.begin_byte == after.begin_byte && token.end_byte == after.end_byte && token.begin_byte < token.end_byte) {
    return Break::forbidden;
  }
  // A number and what is written onto it, "1,234円"; what a hyphen or a space joins to its number, "GPT-4".
  const std::size_t gap = after.begin_byte - token.end_byte;
  if (gap == 0 && ((is_number(token) && after.is_word) || token.text == "-")) return Break::forbidden;
  if (gap == 1 && token.is_word && is_number(after) && !is_number(token)) return Break::forbidden;
  const char32_t own = mark_of(token);
  const char32_t next = mark_of(after);
  if (opens(own)) return Break::forbidden;
  if (next != 0 && !opens(next) && !(next == U'"' && token.space_after)) return Break::forbidden;
  if (!token.space_after && !(own != 0 && ends_sentence(own) && token.phonemes.empty())) {
    // Scripts without spaces: a sentence mark alone divides.
    return own != 0 && ends_sentence(own) && own != U'.' ? Break::sentence : Break::forbidden;
  }
  return strength(tokens, i);
}

Boundary boundary_after(const std::vector<PhonemeToken>& tokens, std::size_t last) {
  switch (strength(tokens, last)) {
    case Break::sentence:
      return Boundary::sentence;
    case Break::clause:
      return Boundary::clause;
    case Break::comma:
      return Boundary::comma;
    default:
      return Boundary::none;
  }
}

char32_t quote_after(char32_t open, const PhonemeToken& token) {
  if (token.is_word || token.text.empty()) return open;
  constexpr std::u32string_view kOpening = U"\"“„«「『";
  constexpr std::u32string_view kClosing = U"”“»」』";
  const char32_t mark = to_code_points(token.text).front();
  const bool closes_it = open == U'"' ? mark == U'"' : open != 0 && kClosing.find(mark) != std::u32string_view::npos;
  if (closes_it) return 0;
  return open == 0 && kOpening.find(mark) != std::u32string_view::npos ? mark : open;
}

}  // namespace kokoro::text
