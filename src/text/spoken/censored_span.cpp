#include "text/spoken/censored_span.hpp"

#include "text/characters/bytes.hpp"

namespace kokoro::text {

CensoredSpan censored_span_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostBefore = 3;
  constexpr std::size_t kMostAfter = 4;
  constexpr std::size_t kLeast = 4;
  if (word_char_before(text, at) || (at > 0 && text[at - 1] == '*')) return {};
  const std::size_t before = count_letters(text, at, kMostBefore + 1);
  if (before == 0 || before > kMostBefore) return {};
  std::size_t end = at + before;
  while (byte_at(text, end) == '*') ++end;
  const std::size_t stars = end - at - before;
  const std::size_t after = count_letters(text, end, kMostAfter + 1);
  if (stars == 0 || stars > 6 || after > kMostAfter || (after == 0 && stars < 3)) return {};
  end += after;
  // "re*do*" is emphasis, "ab*cd" of two words too seldom anything else.
  if (end - at < kLeast || word_char_at(text, end) || byte_at(text, end) == '*') return {};
  return {end};
}

bool is_censoring(std::string_view text, std::size_t star) {
  std::size_t begin = star;
  while (begin > 0 && text[begin - 1] == '*') --begin;
  std::size_t word = begin;
  while (word > 0 && begin - word < 4 && is_letter_byte(text[word - 1])) --word;
  return word < begin && censored_span_at(text, word).end > star;
}

}  // namespace kokoro::text
