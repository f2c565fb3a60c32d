#include "text/g2p/english/sentence_view.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

constexpr int kMostTokens = 24;

bool ends(const Piece& token) { return token.tag == "."; }

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

SentenceView::SentenceView(std::span<const Piece> tokens, std::size_t at) : tokens_(tokens), at_(at) {
  const auto index = static_cast<long>(at);
  while (-first_ < kMostTokens && index + first_ > 0 && !ends(token(first_ - 1))) --first_;
  while (last_ < kMostTokens && index + last_ + 1 < static_cast<long>(tokens.size()) && !ends(token(last_ + 1)))
    ++last_;
}

std::string SentenceView::word(int offset) const {
  if (!inside(offset)) return {};
  return to_utf8(lower(token(offset).text));
}

std::string_view SentenceView::tag(int offset) const { return inside(offset) ? token(offset).tag : std::string_view(); }

bool SentenceView::is(int offset, std::initializer_list<std::string_view> words) const {
  return inside(offset) && is_one_of(word(offset), words);
}

bool SentenceView::tagged(int offset, std::initializer_list<std::string_view> tags) const {
  return inside(offset) && is_one_of(token(offset).tag, tags);
}

bool SentenceView::has_before(std::initializer_list<std::string_view> words) const {
  for (int i = first_; i < 0; ++i) {
    if (is(i, words)) return true;
  }
  return false;
}

bool SentenceView::has_after(std::initializer_list<std::string_view> words) const {
  for (int i = 1; i <= last_; ++i) {
    if (is(i, words)) return true;
  }
  return false;
}

}  // namespace kokoro::text::english
