#include "text/g2p/english/letter_names.hpp"

#include <algorithm>
#include <iterator>

#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

bool is_word(const Piece& token) { return is_alpha(token.text.front()) || is_ascii_digit(token.text.front()); }
bool is_single_capital(const Piece& token) { return token.text.size() == 1 && is_upper_letter(token.text.front()); }
bool is_capitalized(const Piece& token) { return token.text.size() > 1 && is_upper_letter(token.text.front()); }
bool is_capitals(const Piece& token) {
  return token.text.size() > 1 && std::all_of(token.text.begin(), token.text.end(), is_upper_letter);
}

/// After this a word begins a sentence, a title or a quotation.
bool begins_anew(const Piece& before) {
  if (before.text.back() == U'.') return true;
  return !is_word(before) && std::u32string_view(U",/").find(before.text.front()) == std::u32string_view::npos;
}

/// What may follow an article: a word, or one in quotes, brackets or money.
bool may_be_described(const Piece& next) {
  return is_word(next) || std::u32string_view(U"\"“‘'([{$£€*_").find(next.text.front()) != std::u32string_view::npos;
}

/// Words that no article stands before.
constexpr std::u32string_view kNeverDescribed[] = {U"and",  U"or",     U"is",    U"was",   U"to",      U"of",   U"has",
                                                   U"in",   U"equals", U"plus",  U"minus", U"through", U"does", U"can",
                                                   U"will", U"for",    U"sharp", U"flat",  U"squared", U"cubed"};

bool is_letter(std::span<const Piece> tokens, std::size_t i) {
  const Piece* before = i > 0 ? &tokens[i - 1] : nullptr;
  const Piece* next = i + 1 < tokens.size() ? &tokens[i + 1] : nullptr;
  if (next == nullptr || !tokens[i].space_after || !may_be_described(*next)) return true;
  if (is_single_capital(*next) && next->text != U"I") return true;
  if (std::find(std::begin(kNeverDescribed), std::end(kNeverDescribed), next->text) != std::end(kNeverDescribed)) {
    return true;
  }
  if (before == nullptr || begins_anew(*before)) return false;
  if (is_single_capital(*before)) return before->text != U"I";
  // "IS A TEST" and "Once Upon A Time" are capitals throughout.
  if (is_capitals(*before)) return !is_capitals(*next);
  return !is_capitalized(*next);
}

}  // namespace

void mark_letters(std::span<Piece> tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text == U"A" && tokens[i].tag == "DT" && is_letter(tokens, i)) tokens[i].tag = "NN";
  }
}

}  // namespace kokoro::text::english
