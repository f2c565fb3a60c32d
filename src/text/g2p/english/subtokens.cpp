#include "text/g2p/english/subtokens.hpp"

#include <algorithm>

#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

bool is_apostrophe(char32_t c) { return c == U'\'' || c == U'‘' || c == U'’'; }
bool is_hyphen(char32_t c) { return c == U'-' || c == U'_'; }

class Cutter {
 public:
  explicit Cutter(std::u32string_view token) : token_(token) {}

  /// End of the subtoken that starts at `at`; `at` itself when none does.
  std::size_t end_of(std::size_t at) const {
    const char32_t c = token_[at];
    if (at == 0 && is_apostrophe(c)) return skip(at, is_apostrophe);
    if (is_upper_letter(c) && is_upper_letter(char_at(at + 1)) && is_lower_letter(char_at(at + 2))) return at + 1;
    if (const std::size_t end = number_end(at); end > at) return end;
    if (is_hyphen(c)) return skip(at, is_hyphen);
    if (is_apostrophe(c)) {
      const std::size_t end = skip(at, is_apostrophe);
      return end >= at + 2 || end == token_.size() ? end : at;
    }
    return is_alpha(c) ? word_end(at) : at + 1;
  }

 private:
  char32_t char_at(std::size_t i) const { return i < token_.size() ? token_[i] : U'\0'; }

  template <class Is>
  std::size_t skip(std::size_t at, const Is& is) const {
    while (at < token_.size() && is(token_[at])) ++at;
    return at;
  }

  /// Digits with single , and . between or before them; a '-' only at the start of the token.
  std::size_t number_end(std::size_t begin) const {
    const auto digit = [&](std::size_t i) { return is_decimal(char_at(i)); };
    const auto divider = [&](std::size_t i) { return char_at(i) == U',' || char_at(i) == U'.'; };
    std::size_t at = begin == 0 && token_[0] == U'-' ? 1 : begin;
    const std::size_t first = at;
    for (;;) {
      if (digit(at)) {
        at += divider(at + 1) && digit(at + 2) ? 3 : digit(at + 1) ? 2 : 1;
      } else if (divider(at) && digit(at + 1)) {
        at += 2;
      } else {
        return at == first ? begin : at;
      }
    }
  }

  /// Letters, up to a capital that follows a small letter, and apostrophes with one letter each.
  std::size_t word_end(std::size_t at) const {
    while (is_alpha(char_at(at))) {
      if (is_lower_letter(token_[at]) && is_upper_letter(char_at(at + 1))) return at + 1;
      ++at;
    }
    const std::size_t letters = at;
    while (is_apostrophe(char_at(at)) && is_alpha(char_at(at + 1))) at += 2;
    // "o'cL…": the hump may also come one letter after the last apostrophe.
    for (std::size_t i = letters; i <= at; i += 2) {
      if (is_lower_letter(char_at(i)) && is_upper_letter(char_at(i + 1))) return i + 1;
    }
    return at;
  }

  std::u32string_view token_;
};

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> subtokens(std::u32string_view token) {
  const Cutter cutter(token);
  std::vector<std::pair<std::size_t, std::size_t>> parts;
  for (std::size_t at = 0; at < token.size();) {
    const std::size_t end = cutter.end_of(at);
    if (end > at) parts.emplace_back(at, end);
    at = std::max(end, at + 1);
  }
  return parts;
}

}  // namespace kokoro::text::english
